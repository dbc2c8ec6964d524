#!/usr/bin/env bash
# Test, build, and publish to a web server: upload beside the site that is being read, then switch
# to it in one step. Needs ssh and rsync here, rsync there.
#
#   SITE_URL=https://example.gov.vn/ TARGET=user@server:/var/www/plan deploy/publish-rsync.sh
#   TARGET=user@server:/var/www/plan deploy/publish-rsync.sh --rollback
#
# On the server: releases/<time>/ holds the last KEEP sites, current points at the one being read.
# A TARGET without a colon is a folder of this computer.
set -euo pipefail
cd "$(dirname "$0")/.."

: "${TARGET:?set TARGET, such as user@server:/var/www/plan}"
KEEP=${KEEP:-5}
folder=${TARGET#*:}
[[ $folder =~ ^/[A-Za-z0-9._/-]+$ ]] || { echo "TARGET: a plain absolute path is needed" >&2; exit 1; }

there() {  # run a script on the server; its arguments hold no spaces
  if [[ $TARGET == *:* ]]; then ssh "${TARGET%%:*}" sh -eus -- "$@"; else sh -eus -- "$@"; fi
}

if [[ ${1:-} == --rollback ]]; then
  there "$folder" <<'REMOTE'
cd "$1"
now=$(basename "$(readlink current)")
before=$(ls -1 releases | grep -v '[.]part$' | sort | awk -v now="$now" '$0 < now' | tail -n 1)
[ -n "$before" ] || { echo "no earlier release" >&2; exit 1; }
ln -s "releases/$before" next.$$ && mv -T next.$$ current
echo "current: $before"
REMOTE
  exit
fi

: "${SITE_URL:?set SITE_URL, such as https://example.gov.vn/}"
make test
make build

release=$(date -u +%Y%m%dT%H%M%SZ)
there "$folder" "$release" <<'REMOTE'
mkdir -p "$1/releases"
rm -rf "$1/releases/"*.part
mkdir "$1/releases/$2.part"
REMOTE
# By content, not by time: an unchanged page stays the same file, so that readers' caches hold.
rsync --recursive --links --perms --chmod=D755,F644 --checksum --link-dest="$folder/current/" \
  site/ "$TARGET/releases/$release.part/"
there "$folder" "$release" "$KEEP" <<'REMOTE'
cd "$1"
sync  # a loss of power must not leave half a site behind the link
mv "releases/$2.part" "releases/$2"
ln -s "releases/$2" next.$$ && mv -T next.$$ current
ls -1 releases | sort | head -n "-$3" | while read -r old; do rm -rf "releases/$old"; done
echo "current: $2"
REMOTE
