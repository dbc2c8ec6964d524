#!/usr/bin/env python3
"""One entry for every task, the same on Windows, macOS and Linux: `python3 run.py <task>`.

It needs nothing but Python itself. The first task prepares a private environment in `.venv` from
the lock files, whose hashes pip verifies; later tasks find it ready. The Makefile only calls this.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import hashlib
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "hooks"))
try:
    # Of the standard library alone, as this file is.
    from portal import publish
    from portal.changed_pages import changed_pages
except (ImportError, SyntaxError) as broken:
    sys.exit(
        f"hooks/portal/publish.py:1:1: lỗi: tệp thiếu hoặc hỏng ({broken}); hãy lấy lại cả thư mục "
        f"hooks/ từ kho mã.\nThe file is missing or broken; get the folder hooks/ back from the "
        f"repository."
    )

VENV = ROOT / ".venv"
SITE = ROOT / "site"
COUNTER_LOCK = ROOT / "requirements-counter.txt"  # the view counter alone, for its server
LOCK = ROOT / "requirements.txt"  # holds everything COUNTER_LOCK holds, at the same versions
TEST_LOCK = ROOT / "requirements-test.txt"  # holds everything LOCK holds, at the same versions
GATES_LOCK = ROOT / "requirements-gates.txt"  # holds everything TEST_LOCK holds, likewise
LOCKS = (COUNTER_LOCK, LOCK, TEST_LOCK, GATES_LOCK)
HANOI_IS_AHEAD = 7 * 3600
DAY = 24 * 3600
HELD: list[subprocess.Popen[bytes]] = []  # programs that end once we do
MOST_LOOKED_AT = 40  # pages that `publish` opens in a browser; the gates open all


class Trouble(Exception):
    """Something the person at the keyboard must put right, said in Vietnamese and English."""


def say(vi: str, en: str) -> None:
    """Print one message in both languages."""
    print(f"{vi}\n{en}\n", flush=True)


def stop(vi: str, en: str) -> NoReturn:
    """Give up with one message in both languages."""
    raise Trouble(f"{vi}\n{en}")


# ------------------------------------------------------------------------------- the environment


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def host_python() -> str:
    """The interpreter to make environments with: never the one of `.venv`, which may be erased."""
    inside = Path(sys.prefix).resolve() == VENV
    return str(getattr(sys, "_base_executable", sys.executable)) if inside else sys.executable


def fingerprint(lock: Path) -> str:
    """What an environment made from `lock` by this Python is known by."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return f"{lock.name} {digest} {sys.version_info[:3]} {sys.base_prefix}"


def prepare(lock: Path = LOCK) -> None:
    """Bring `.venv` up to date with `lock`; do nothing when its stamp says it is."""
    known = {each: fingerprint(each) for each in LOCKS if each.exists()}
    # A larger lock file holds all that the smaller ones hold.
    wanted = {known[each] for each in LOCKS[: LOCKS.index(lock) + 1] if each in known}
    stamp = VENV / "installed.txt"
    done = set(stamp.read_text("utf-8").splitlines()) if stamp.exists() else set()
    if wanted <= done and python_of(VENV).exists():
        return
    say(
        "Đang cài các gói cần thiết vào .venv (chỉ lần đầu, có thể mất vài phút) …",
        "Installing what is needed into .venv (only this once; it may take some minutes) …",
    )
    stamp.unlink(missing_ok=True)  # so that an interrupted installation is done again
    if not done or not done <= set(known.values()) or not python_of(VENV).exists():
        done = set()
        create(VENV)
    install(VENV, "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(lock))
    stamp.write_text("\n".join(sorted(done | wanted)) + "\n", "utf-8")


def create(venv: Path) -> None:
    """Make an empty environment without pip: Debian's Python cannot put pip into one."""
    if venv.is_symlink():  # another project's, which must not be emptied
        venv.unlink()
    command = [host_python(), "-m", "venv", "--clear", "--without-pip", str(venv)]
    if subprocess.run(command).returncode:
        stop(
            f"Không tạo được {venv}. Hãy đóng các chương trình đang dùng thư mục này; trên Debian "
            "hoặc Ubuntu, chạy: sudo apt install python3-venv",
            f"Could not create {venv}. Close the programs that use this folder; on Debian or "
            "Ubuntu, run: sudo apt install python3-venv",
        )


def install(venv: Path, *what: str) -> None:
    """Install into `venv` with this computer's pip (22.3 or later), or else with the venv's own."""
    command = [host_python(), "-m", "pip", "--python", str(python_of(venv))]
    if host_pip() < (22, 3):
        command = [str(python_of(venv)), "-m", "pip"]
        if subprocess.run([*command[:2], "ensurepip", "--default-pip"]).returncode:
            stop(
                "Thiếu pip. Trên Debian hoặc Ubuntu, chạy: sudo apt install python3-pip "
                "python3-venv. Trên Windows hoặc macOS, cài lại Python và chọn kèm pip.",
                "pip is missing. On Debian or Ubuntu, run: sudo apt install python3-pip "
                "python3-venv. On Windows or macOS, install Python again and choose pip with it.",
            )
    options = ["-qq", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([*command, "install", *options, *what]).returncode:
        stop(
            "Không cài được các gói (xem lỗi ở trên). Hãy kiểm tra kết nối mạng rồi chạy lại.",
            "The packages could not be installed (see above). Check the network, then run again.",
        )


def host_pip() -> tuple[int, ...]:
    """The version of this computer's pip, (0,) when there is none."""
    command = [host_python(), "-m", "pip", "--version"]
    words = subprocess.run(command, capture_output=True, text=True).stdout.split()
    return tuple(int(part) for part in words[1].split(".")[:2] if part.isdigit()) if words else (0,)


def environment(**more: str) -> dict[str, str]:
    """The environment variables of the programs we start, kept apart from other Pythons."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**kept, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", **more}


def tool(*command: str, env: Mapping[str, str] | None = None, lock: int | None = None) -> int:
    """Run a Python module of the environment in the project's folder; give its exit code.

    It inherits the open file `lock`, and holds it to its own end even if we are killed.
    """
    full = [str(python_of(VENV)), *started(*command)]
    kept = () if lock is None or os.name == "nt" else (lock,)
    return subprocess.run(full, cwd=ROOT, env=env or environment(), pass_fds=kept).returncode


def started(name: str, *words: str) -> list[str]:
    """How Python starts the module `name`; what may fail by a launcher that says why."""
    if name not in ("mkdocs", "portal"):
        return ["-m", name, *words]
    launcher = ROOT / "hooks" / "launch.py"
    if not launcher.is_file():
        stop(
            "Thiếu tệp hooks/launch.py; hãy lấy lại cả thư mục hooks/ từ kho mã.",
            "hooks/launch.py is missing; get the folder hooks/ back from the repository.",
        )
    return [str(launcher), name, *words]


def portal(*command: str, day: str = "") -> int:
    """Run the generator's own command line, on `day` (seconds since 1970) or today."""
    prepare()
    env = environment(PYTHONPATH=str(ROOT / "hooks"))
    return tool("portal", *command, env={**env, "SOURCE_DATE_EPOCH": day} if day else env)


def git(*command: str) -> str | None:
    """What git answers about this folder, None without git or history."""
    try:
        answer = subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return None
    return None if answer.returncode else answer.stdout.strip()


def moment() -> str:
    """The date a build takes for today, so that two builds of one commit are the same bytes.

    SOURCE_DATE_EPOCH when set; the day of the commit when nothing has changed since; else today.
    Always noon in Hà Nội, which is the same date in UTC.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return given
    committed = git("log", "-1", "--format=%ct", "--", ".")
    unchanged = committed and git("status", "--porcelain", "--", ".") == ""
    seconds = int(committed) if committed and unchanged else int(time.time())
    return str((seconds + HANOI_IS_AHEAD) // DAY * DAY + DAY // 2 - HANOI_IS_AHEAD)


# ----------------------------------------------------------------------------------------- tasks


def setup(arguments: list[str]) -> int:
    """Prepare `.venv`; with `--test`, for the tests too; with `--gates`, for the gates as well."""
    prepare(GATES_LOCK if "--gates" in arguments else TEST_LOCK if "--test" in arguments else LOCK)
    return 0


def new(arguments: list[str]) -> int:
    """Write the skeleton of a new record."""
    if "" in arguments or not arguments:
        stop(
            "Cần loại và mã, ví dụ: python3 run.py new --kind news --id ra-quan-he-2026",
            "A kind and an id are needed, such as: make new KIND=news ID=ra-quan-he-2026",
        )
    return portal("new", *arguments)


def make_folders() -> None:
    """The folders that MkDocs insists on: git keeps no empty ones."""
    for name in ("data", "docs"):
        (ROOT / name).mkdir(exist_ok=True)


def build(arguments: list[str]) -> int:
    """Build aside, then put the result in place of the previous site, which a failure leaves."""
    output = output_of("build", arguments)
    with working_on(output) as (place, lock):
        make_site(place, lock)
        publish.put_in_place(place, published=False)
    say(f"Đã dựng xong: {output}", f"Built: {output}")
    return 0


def publish_site(arguments: list[str]) -> int:
    """Build aside, look at what was built, then switch to it in one step; keep the former site.

    Pages that are new or changed are also looked at in a browser, for barriers; a computer that
    can have none says `--no-browser`.
    """
    looked_at = "--no-browser" not in arguments
    output = output_of("publish", [word for word in arguments if word != "--no-browser"])
    with working_on(output) as (place, lock):
        make_site(place, lock)
        changed = changed_pages(place.fresh, output)
        if portal("inspect", str(place.fresh)) or (looked_at and barriers(place.fresh, changed)):
            stop(
                f"Trang mới có lỗi (ở trên) nên chưa được công bố; {output.name}/ giữ nguyên.",
                f"The new site has faults (above) and is not published; {output.name}/ stays.",
            )
        number = publish.put_in_place(place, published=True)
        portal("urls")
    say(
        f"Đã công bố bản {number}: {output} ({len(changed)} trang mới hoặc đổi). "
        "Quay lại: run.py rollback",
        f"Published as number {number}: {output} ({len(changed)} pages new or changed). "
        "Back: run.py rollback",
    )
    return 0


def barriers(site: Path, pages: list[str]) -> int:
    """Put `pages` of the built `site` to axe, in both colour schemes and every width; its exit
    code. Where the shell changed, and so all pages did, one of each template stands for them."""
    if not pages:
        return 0
    prepare(GATES_LOCK)
    names = site.with_name("changed.txt")
    names.write_text("\n".join(pages), "utf-8")
    command = ["gates", "--only", "axe", "--site", str(site), "--pages", str(names)]
    if len(pages) > MOST_LOOKED_AT:
        command.append("--sample")
    return tool(*command, env=with_tests())


def rollback(arguments: list[str]) -> int:
    """Show the site again that was there before the latest `publish`."""
    output = output_of("rollback", arguments)
    with working_on(output) as (place, _):
        try:
            number = publish.roll_back(place)
        except publish.NothingBefore:
            stop("Không có bản trước để quay lại.", "There is no earlier site to go back to.")
    say(f"Đã quay lại bản {number}.", f"Back at site {number}.")
    return 0


def output_of(task: str, arguments: list[str]) -> Path:
    """The folder of the site that `arguments` name; `Trouble` when it holds something else."""
    parser = argparse.ArgumentParser(prog=f"run.py {task}")
    parser.add_argument("--output", type=Path, default=SITE, help="default: site")
    output: Path = parser.parse_args(arguments).output.resolve()
    if output != SITE and output.exists() and not (output / "404.html").exists():
        stop(
            f"{output} đã có và không phải là một trang đã dựng; hãy chọn thư mục khác.",
            f"{output} exists and is not a built site; choose another folder.",
        )
    return output


@contextmanager
def working_on(output: Path) -> Iterator[tuple[publish.Place, int]]:
    """The folders of the site at `output`, cleared of what a killed run left, while no other
    process works there; and the lock, which the programs that are started meanwhile inherit."""
    place = publish.Place.of(output, usual=output == SITE)
    try:
        with publish.only_one(ROOT / ".cache" / "build.lock") as lock:
            publish.recover(place)
            try:
                yield place, lock
            finally:
                publish.recover(place)
    except publish.Busy as busy:
        stop(
            f"Đang có một lần dựng trang khác ở thư mục này (tiến trình {busy}); hãy chờ nó xong "
            "rồi chạy lại.",
            f"Another build is at work in this folder (process {busy}); wait for it to end, then "
            "run again.",
        )
    except OSError as error:
        stop(
            f"Không thay được {output} (có chương trình đang dùng?); trang cũ giữ nguyên. {error}",
            f"Could not replace {output} (is a program using it?); the old site stays. {error}",
        )


def make_site(place: publish.Place, lock: int) -> None:
    """Build aside; `Trouble` when that fails, and the old site stays as it is."""
    prepare()
    make_folders()
    env = environment(SOURCE_DATE_EPOCH=moment())
    command = ["mkdocs", "build", "--strict", "--site-dir", str(place.fresh)]
    if tool(*command, env=env, lock=lock):
        stop(
            f"Chưa dựng được trang; {place.output.name}/ giữ nguyên như trước.",
            f"The site was not built; {place.output.name}/ is as it was.",
        )


def serve(arguments: list[str]) -> int:
    """Show the site on this computer, rebuild it at each change, and count its views."""
    parser = argparse.ArgumentParser(prog="run.py serve")
    parser.add_argument("--port", type=int, default=8000, help="or the next free one")
    parser.add_argument("--no-counter", action="store_true", help="count no views")
    options, rest = parser.parse_known_args(arguments)
    prepare()
    make_folders()
    port = free_port(options.port)
    if port != options.port:
        say(f"Cổng {options.port} đang bận.", f"Port {options.port} is taken.")
    say(
        f"Xem thử tại http://127.0.0.1:{port}/ khi dựng xong. Dừng: Ctrl+C.",
        f"Preview at http://127.0.0.1:{port}/ once it is built. Stop: Ctrl+C.",
    )
    env = environment(**({} if options.no_counter else start_counter(port)))
    # --livereload is said aloud because click 8.3 and later lose this default of MkDocs.
    command = ["mkdocs", "serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}", *rest]
    if os.name != "nt":
        take_our_place(started(*command), env)
    return tool(*command, env=env)


def take_our_place(words: list[str], env: Mapping[str, str]) -> NoReturn:
    """Become the Python of the environment with these arguments, so that stopping us stops it."""
    os.chdir(ROOT)
    os.execve(python_of(VENV), [str(python_of(VENV)), *words], env)


def start_counter(port: int) -> dict[str, str]:
    """Start the view counter for the preview on `port`; what the preview's build is to know of it.

    It ends when this process does, or the one that takes its place: it reads from a pipe that they
    alone hold open.
    """
    pages = ROOT / ".cache" / "counter" / "pages.json"  # each build writes it
    own = free_port(8790)
    settings = counter_settings(pages, own, port)
    others = {name: value for name, value in environment().items() if name[:8] != "COUNTER_"}
    # A group of its own: Ctrl+C ends the preview, and that ends the counter, once and in order.
    apart: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        apart = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    counter = subprocess.Popen(
        [str(python_of(VENV)), str(ROOT / "hooks" / "launch_counter.py")],
        cwd=ROOT, env={**others, **settings}, stdin=subprocess.PIPE, **apart,
    )  # fmt: skip
    assert counter.stdin is not None
    HELD.append(counter)
    if os.name != "nt":
        os.set_inheritable(counter.stdin.fileno(), True)
    return {"PREVIEW_COUNTER": f"http://127.0.0.1:{own}/v1/", "PREVIEW_PAGES": str(pages)}


def counter(arguments: list[str]) -> int:
    """Run the view counter alone; without a word, its service, for the site as it was built."""
    prepare(COUNTER_LOCK)
    env = environment()
    if not arguments and "COUNTER_CONFIG" not in env:
        env = {**counter_settings(SITE / "counter-pages.json", 8790, 8000), **env}
    words = arguments or ["serve"]
    if os.name != "nt":
        take_our_place(["-m", "counter", *words], env)
    return tool("counter", *words, env=env)


def counter_settings(pages: Path, own: int, port: int) -> dict[str, str]:
    """The settings of a counter on this computer at port `own`, for a site at `port`."""
    place = ROOT / ".cache" / "counter"
    place.mkdir(parents=True, exist_ok=True)
    return {
        "COUNTER_STORE": f"sqlite:{place / 'views.db'}",
        "COUNTER_MANIFEST": str(pages),
        "COUNTER_KEY_FOLDER": str(place / "key"),
        "COUNTER_LISTEN": f"127.0.0.1:{own}",
        "COUNTER_ORIGINS": f"http://127.0.0.1:{port},http://localhost:{port}",
        "COUNTER_BOTS_ALLOWED": "HeadlessChrome",  # who looks at a preview with it wants to see
    }


def free_port(first: int) -> int:
    """The first free port from `first` on."""
    for port in range(first, min(first + 100, 65536)):
        with socket.socket() as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    stop(f"Không có cổng trống từ {first}.", f"No free port from {first} on.")


def lint(arguments: list[str]) -> int:
    """Check the code; `--fix` corrects what can be corrected."""
    prepare(TEST_LOCK)
    fix = "--fix" in arguments
    codes = [
        tool("ruff", "check", *(["--fix"] if fix else [])),
        tool("ruff", "format", *([] if fix else ["--check"])),
        tool("mypy"),
    ]
    return int(any(codes))


def test(arguments: list[str]) -> int:
    """Check the code, then run every test; other arguments go to pytest."""
    parser = argparse.ArgumentParser(prog="run.py test", allow_abbrev=False)
    parser.add_argument("--no-browser", action="store_true", help="leave out the browser's tests")
    options, rest = parser.parse_known_args(arguments)
    prepare(TEST_LOCK)
    rest = [argument for argument in rest if argument != "--"]
    if options.no_browser:
        rest = ["-m", "not browser", *rest]
    # Two at a time, each file's tests together: they share what they build.
    # The scorecard of the gates tells what the tests said.
    report = ["--junit-xml", str(ROOT / ".reports/pytest.xml")]
    codes = [lint([]), tool("pytest", "-n", "2", "--dist", "loadfile", *report, *rest)]
    return int(any(codes))


def gates(arguments: list[str]) -> int:
    """Put every promise about the citizen's page to a built site; .reports/ has the outcome."""
    prepare(GATES_LOCK)
    # Gates that no longer notice a broken page would say that all is well.
    if not {"-h", "--help"} & set(arguments) and tool("pytest", "-q", "tests/test_gates.py"):
        return 1
    return tool("gates", *arguments, env=with_tests())


def pictures(arguments: list[str]) -> int:
    """Take screenshots of every template into guide/images/screens/."""
    prepare(TEST_LOCK)
    return tool("gates.pictures", *arguments, env=with_tests())


def with_tests() -> dict[str, str]:
    """The environment of a program that stands in tests/."""
    paths = os.pathsep.join(str(ROOT / name) for name in ("hooks", "tests"))
    return environment(PYTHONPATH=paths)


def booklet(_: list[str]) -> int:
    """Build the site, then print its booklets as PDF into `.reports/`, on A5 and on A4."""
    prepare(TEST_LOCK)
    build([])
    return tool("print_booklet", str(SITE), str(ROOT / ".reports"), env=with_tests())


def bench(arguments: list[str]) -> int:
    """Measure the build."""
    prepare()
    command = [str(python_of(VENV)), str(ROOT / "bench" / "build.py"), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment()).returncode


def bench_search(arguments: list[str]) -> int:
    """Measure the search, beside those of Material and Pagefind."""
    prepare(GATES_LOCK)  # a browser's driver, and Node.js for Pagefind
    command = [str(python_of(VENV)), str(ROOT / "bench" / "search.py"), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment()).returncode


def lock(arguments: list[str]) -> int:
    """Write the lock files from pyproject.toml, for every system and Python from 3.11 on."""
    with tempfile.TemporaryDirectory() as folder:
        create(Path(folder))
        install(Path(folder), "uv>=0.9,<1")
        command = [str(python_of(Path(folder))), "-m", "uv", "pip", "compile", "--quiet"]
        command += ["--universal", "--python-version", "3.11", "--generate-hashes"]
        command += ["--only-binary", ":all:", "--no-annotate", "--no-emit-index-url"]
        command += ["--custom-compile-command", "python3 run.py lock", *arguments]
        test = ["pyproject.toml", "--group", "test"]
        wanted = {
            LOCK: ["pyproject.toml"],
            COUNTER_LOCK: ["--group", "counter", "-c", LOCK.name],
            TEST_LOCK: [*test, "-c", LOCK.name],
            GATES_LOCK: [*test, "--group", "gates", "-c", TEST_LOCK.name],
        }
        for path, what in wanted.items():
            if subprocess.run([*command, *what, "-o", path.name], cwd=ROOT).returncode:
                return 1
    return 0


def clean(arguments: list[str]) -> int:
    """Remove what was built; `--all` removes `.venv` too."""
    names = ["site", ".build", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"]
    for name in [*names, ".venv"] if "--all" in arguments else names:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    return 0


TASKS: dict[str, tuple[Callable[[list[str]], int], str, str]] = {
    "serve": (
        serve,
        "xem thử trang, tự dựng lại khi sửa [--port, --no-counter]",
        "preview, rebuilt at each change",
    ),
    "counter": (
        counter,
        "đếm lượt xem [serve, import-log, snapshot, audit, open]",
        "the view counter alone",
    ),
    "check": (
        lambda rest: portal("check", *rest, day=moment()),
        "kiểm tra nội dung",
        "check the content alone",
    ),
    "new": (new, "tạo tệp mới --kind … --id …", "start a new record"),
    "digest": (
        lambda rest: portal("digest", *rest),
        "in dấu vân tay bản gốc của một trang dịch",
        "print the digest for a translated page",
    ),
    "build": (build, "dựng trang vào site/ [--output]", "build the site into site/"),
    "publish": (
        publish_site,
        "dựng, kiểm tra rồi thay trang trong một bước [--output, --no-browser]",
        "build, look it over, switch to it in one step",
    ),
    "rollback": (rollback, "quay lại trang trước đó [--output]", "go back to the site before"),
    "urls": (
        lambda rest: portal("urls", *rest),
        "ghi các địa chỉ mới vào deploy/urls.txt",
        "add new addresses to deploy/urls.txt",
    ),
    "booklet": (booklet, "in sổ tay ra PDF vào .reports/", "print the booklets into .reports/"),
    "test": (test, "chạy mọi kiểm thử [--no-browser]", "run every test"),
    "gates": (
        gates,
        "đo chất lượng trang [--only, --sample, --site]",
        "measure the quality of the built site",
    ),
    "pictures": (pictures, "chụp màn hình các mẫu trang", "screenshots of every template"),
    "setup": (setup, "cài các gói cần thiết [--test, --gates]", "install what is needed"),
    "style": (
        lambda rest: portal("style", *rest),
        "xem câu dài, từ công văn, độ dễ đọc [docs/vi/tin-tuc/*]",
        "how the pages read: sentences, officialese",
    ),
    "schema": (lambda rest: portal("schema", *rest), "ghi data/schema/", "write data/schema/"),
    "headers": (
        lambda rest: portal("headers", *rest),
        "ghi deploy/headers/ cho máy chủ",
        "write deploy/headers/ for servers",
    ),
    "lint": (lint, "kiểm tra mã nguồn [--fix]", "check the code"),
    "bench": (bench, "đo thời gian dựng trang", "measure the build"),
    "bench-search": (
        bench_search,
        "đo việc tìm kiếm [--engines, --documents]",
        "measure the search beside others",
    ),
    "lock": (lock, "ghi lại tệp khóa phiên bản [--upgrade]", "write the lock files again"),
    "clean": (clean, "xóa những gì đã dựng [--all]", "remove what was built"),
}


def unforeseen(error: Exception) -> str:
    """What to say of an error nobody thought of; its details go into a file."""
    log = ROOT / ".cache" / "last-error.txt"
    with contextlib.suppress(OSError):
        log.parent.mkdir(exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), "utf-8", "backslashreplace")
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return (
        f"run.py:1:1: lỗi: gặp một lỗi chưa lường trước ({what}); hãy gửi tệp "
        ".cache/last-error.txt cho người phụ trách kỹ thuật.\n"
        "Something went wrong that nobody foresaw; please report it with the file "
        ".cache/last-error.txt."
    )


def usage() -> str:
    """The table of tasks, as help."""
    lines = [f"  {name:<13}{vi} · {en}" for name, (_, vi, en) in TASKS.items()]
    return "\n".join(["python3 run.py <task>   (Windows: py run.py <task>)", "", *lines])


def main(arguments: list[str]) -> int:
    """Run the task named first, with the arguments after it."""
    name, *rest = arguments or ["help"]
    if name in ("help", "--help", "-h"):
        print(usage())
        return 0
    if name not in TASKS:
        near = "".join(difflib.get_close_matches(name, TASKS, 1))
        stop(f"Không có việc “{name}”. {near}", f"There is no task “{name}”. {near}\n\n{usage()}")
    return TASKS[name][0](rest)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if sys.version_info < (3, 11):  # noqa: UP036 - someone may well try
        sys.exit("Cần Python 3.11 trở lên.\nPython 3.11 or later is needed.")
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(str(trouble))
    except Exception as error:
        sys.exit(unforeseen(error))
    except KeyboardInterrupt:
        sys.exit(130)
