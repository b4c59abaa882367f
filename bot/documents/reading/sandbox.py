"""Reading a foreign file in a process of its own, which may fail, hang or swell without harm to this one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict
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
    )
    timer = threading.Timer(limits.wall_seconds, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        answer = _answer(process.stdout, progress)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
    return _outcome(answer, process.returncode, path)


def _environment() -> dict[str, str]:
    """What the child needs to start, and no secrets of this process."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "LD_LIBRARY_PATH") if name in os.environ}
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
