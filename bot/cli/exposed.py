"""Files with secrets or personal data that other users of the machine can read."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from bot.messages import check_lines
from bot.registry.problem import Problem
from bot.settings import Settings

_SQLITE = "sqlite:///"


def exposed_files(settings: Settings) -> list[Problem]:
    """A warning for each, with its mode and what to do: secrets by ``*_FILE``, phone numbers, the database."""
    return [
        Problem(path.as_posix(), 0, check_lines.exposed(what, path, mode), "warning")
        for what, path in _private(settings)
        if (mode := _mode(path)) & 0o077
    ]


def _private(settings: Settings) -> Iterator[tuple[str, Path]]:
    yield from settings.secret_files.items()
    yield check_lines.PHONE_NUMBERS, settings.schedules / "phones.local.yaml"
    if settings.database_url.startswith(_SQLITE):
        yield check_lines.DATABASE, Path(settings.database_url.removeprefix(_SQLITE))


def _mode(path: Path) -> int:
    """The rights; none where there is no file, or where it is not one (a secret handed over through a pipe)."""
    try:
        status = path.stat()
    except OSError:
        return 0
    return stat.S_IMODE(status.st_mode) if stat.S_ISREG(status.st_mode) else 0
