"""Reading a foreign file in a process of its own, which may fail, hang or swell without harm to this one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bot.documents.reading import refusals as errors
from bot.documents.reading.guard import Limits
from bot.documents.reading.source import Document
from bot.documents.reading.source_json import from_json

Progress = Callable[[int, int], None]

_COMMAND = (sys.executable, "-B", "-m", "bot.documents.reading.reading_process")
#: Ends of a process that was stopped for what it used, not for what it read.
_STOPPED = frozenset({signal.SIGKILL, getattr(signal, "SIGXCPU", signal.SIGKILL), signal.SIGABRT})


def read_apart(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """The document at ``path``, read in a child process within ``limits``; raises ``ImportFailure`` and nothing else.

    ``progress`` is called with (done, total) as the reading goes on, in this process.
    """
    process = subprocess.Popen(
        [*_COMMAND, str(path), json.dumps(asdict(limits))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    watch = _Watch(process, limits.wall_seconds)
    try:
        assert process.stdout is not None
        answer = _answer(watch.lines(process.stdout), progress)
    finally:
        watch.end()
        process.wait()
    return _outcome(answer, process.returncode, path)


@dataclass(slots=True)
class _Watch:
    """Ends the process, and the programs it runs, when it has said nothing for so many seconds."""

    process: subprocess.Popen[str]
    seconds: float
    _timer: threading.Timer = field(init=False)

    def __post_init__(self) -> None:
        self._begin()

    def lines(self, said: Iterable[str]) -> Iterator[str]:
        """What the process says, as it comes; each line, a page, is a new beginning."""
        for line in said:
            self._timer.cancel()
            self._begin()
            yield line

    def end(self) -> None:
        """Nothing of it is left afterwards."""
        self._timer.cancel()
        self._kill()

    def _begin(self) -> None:
        self._timer = threading.Timer(self.seconds, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def _kill(self) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (AttributeError, ProcessLookupError, PermissionError):
            self.process.kill()


def _environment() -> dict[str, str]:
    """What the child needs to start, and no secrets of this process."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "SYSTEMROOT", "TEMP", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")
        if name in os.environ
    }
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"}


def _answer(lines: Iterable[str], progress: Progress | None) -> dict[str, Any] | None:
    for line in lines:
        try:
            message: dict[str, Any] = json.loads(line)
        except ValueError:
            return None
        if "done" not in message:
            return message
        if progress:
            progress(message["done"], message["total"])
    return None


def _outcome(answer: dict[str, Any] | None, code: int, path: Path) -> Document:
    if answer is None:
        raise errors.OverLimit if -code in _STOPPED else errors.Broken
    if "failure" in answer:
        failure = answer["failure"]
        kind = getattr(errors, failure["kind"])
        raise kind(failure["message"], hint=failure["hint"])
    return from_json(answer["document"])
