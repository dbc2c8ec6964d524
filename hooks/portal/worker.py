"""A process apart that reads what people have written or drawn, so that nothing can hang the check.

Markdown and picture decoders take for ever over some inputs, and a thread cannot be stopped; a
process can, on every system. Jobs and answers are lines of JSON; jobs of one process are done in
order. This module alone starts a process.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

Job = dict[str, Any]
HOOKS = Path(__file__).resolve().parent.parent
START = f"import sys; sys.path.insert(0, {str(HOOKS)!r}); from portal.worker import serve; serve()"
# A new process imports a few libraries first; on a busy computer that may take a while.
PATIENCE = 60.0
# Below Python's own limit, as the build is nested more deeply when it renders the same text.
DEPTH = 700


class Worker:
    """Does jobs one after the other in a process that starts when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.stop()

    def ask(self, job: Job, seconds: float) -> Any:
        """The answer to `job`; None where it takes longer than `seconds` or ends the process."""
        try:
            process = self._process or self._start()
            assert process.stdin is not None
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.flush()
            answer = self._answers.get(timeout=seconds)
        except (queue.Empty, OSError):
            answer = b""
        if not answer:
            self.stop()
            return None
        return json.loads(answer)

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", START],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._process = process
        self._answers = queue.Queue()
        assert process.stdout is not None
        threading.Thread(target=_listen, args=(process.stdout, self._answers), daemon=True).start()
        self._answers.get(timeout=PATIENCE)  # says that it is ready
        return process


def _listen(stream: IO[bytes], answers: queue.Queue[bytes]) -> None:
    """Pass on each line; an empty one says that there are no more."""
    try:
        for line in stream:
            answers.put(line)
    except ValueError:  # closed from the other side
        pass
    answers.put(b"")


def serve() -> None:
    """The life of the process: answer each line of the input with a line, until it ends."""
    from portal.reading import JOBS

    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing that a library prints may pass for an answer
    sys.setrecursionlimit(DEPTH)
    _say(answers, "ready")
    for line in sys.stdin.buffer:
        job = json.loads(line)
        do: Callable[[Job], Any] = JOBS[job["do"]]
        try:
            answer = do(job)
        except (RecursionError, MemoryError):
            return
        _say(answers, answer)


def _say(stream: IO[bytes], answer: Any) -> None:
    stream.write(json.dumps(answer).encode() + b"\n")
    stream.flush()
