"""nginx and Caddy, found or installed, on loopback with the recipes of deploy/."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from built_site import PROJECT

RECIPES = PROJECT / "deploy"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
NGINX = """\
{module}
daemon off;
pid {home}/pid;
error_log {home}/errors;
{user}
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    {folders}
    include {home}/site.conf;
}}
"""


class NoServer(Exception):
    """The server is not here and cannot be installed."""


def find_or_install(name: str, *packages: str) -> str:
    """The program `name`, installed by apt-get where we may and it is not here."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    if not shutil.which(name, path=path) and shutil.which("apt-get") and os.geteuid() == 0:
        apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        subprocess.run([*apt, "update"], capture_output=True)
        install = [*apt, "install", "-y", "--no-install-recommends", name, *packages]
        subprocess.run(install, capture_output=True)
    found = shutil.which(name, path=path)
    if found is None:
        raise NoServer(f"{name} is not here and cannot be installed")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(site: Path, home: Path) -> Iterator[tuple[str, str]]:
    """deploy/nginx.conf serving `site`; gives the addresses of the site and of plain http."""
    program = find_or_install("nginx", "libnginx-mod-http-brotli-static", "openssl")
    secure, plain = free_port(), free_port()
    (home / "snippets").mkdir()
    shutil.copy(RECIPES / "headers/nginx.conf", home / "snippets/plan-headers.conf")
    recipe = (RECIPES / "nginx.conf").read_text("utf-8")
    brotli = BROTLI.exists()
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen [::]:80;", ""),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{secure} ssl http2;"),
        ("listen [::]:443 ssl http2;", ""),
        ("/etc/ssl/plan/", f"{home}/"),
        ("/var/www/plan/current", str(site)),
        ("# brotli_static on;", "brotli_static on;" if brotli else ""),
    ):
        assert old in recipe, f"deploy/nginx.conf has no {old!r}"
        recipe = recipe.replace(old, new)
    (home / "site.conf").write_text(recipe, "utf-8")
    main = NGINX.format(
        home=home, module=f"load_module {BROTLI};" if brotli else "",
        user="user root;" if os.geteuid() == 0 else "",
        folders=" ".join(f"{name}_temp_path {home}/{name};" for name in FOLDERS),
    )  # fmt: skip
    (home / "nginx.conf").write_text(main, "utf-8")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", home / "privkey.pem", "-out", home / "fullchain.pem",
         "-subj", "/CN=localhost", "-days", "2"], check=True, capture_output=True,
    )  # fmt: skip
    command = [program, "-p", str(home), "-c", str(home / "nginx.conf")]
    with running(command, home, secure):
        yield f"https://127.0.0.1:{secure}", f"http://127.0.0.1:{plain}"


@contextmanager
def caddy(site: Path, home: Path) -> Iterator[tuple[str, str]]:
    """deploy/Caddyfile serving `site` without a certificate, which it would get from elsewhere."""
    program = find_or_install("caddy")
    port = free_port()
    shutil.copy(RECIPES / "headers/Caddyfile", home / "plan-headers.caddy")
    recipe = (RECIPES / "Caddyfile").read_text("utf-8")
    for old, new in (
        ("example.gov.vn {", f"http://127.0.0.1:{port} {{"),
        ("/var/www/plan/current", str(site)),
    ):
        assert old in recipe, f"deploy/Caddyfile has no {old!r}"
        recipe = recipe.replace(old, new)
    (home / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{recipe}", "utf-8")
    command = [program, "run", "--config", str(home / "Caddyfile"), "--adapter", "caddyfile"]
    with running(command, home, port):
        yield f"http://127.0.0.1:{port}", ""


@contextmanager
def running(command: list[str], home: Path, port: int) -> Iterator[None]:
    """A server that answers at `port`, until the end."""
    env = {**os.environ, "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    with (home / "said").open("wb") as said:
        server = subprocess.Popen(command, cwd=home, env=env, stdout=said, stderr=said)
    try:
        for _ in range(300):
            if server.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        assert server.poll() is None, (home / "said").read_text("utf-8")
        yield
    finally:
        server.terminate()
        server.wait()
