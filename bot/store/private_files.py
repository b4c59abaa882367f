"""Keeps the database's files from other users of the machine: they hold chats, phone numbers and the signing key."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_FOLDER, _FILE = 0o700, 0o600


def close_to_others(file: Path) -> None:
    """Make ``file`` and its folder where they are missing, and take everybody else's rights to them away.

    SQLite gives the files beside it (-wal, -shm, -journal) the rights of the file itself. A folder that holds other
    things too is not ours to close. Raises OSError when folder or file cannot be made.
    """
    _make_folder(file.parent)
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, _FILE))
    beside = [path for path in file.parent.iterdir() if path.name.startswith(file.name)]
    for path in beside:
        _close(path, _FILE)
    if len(beside) == sum(1 for _ in file.parent.iterdir()):
        _close(file.parent, _FOLDER)


def _make_folder(folder: Path) -> None:
    """Folders on the way are made for everybody, the last one for us alone."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=_FOLDER, exist_ok=True)


def _close(path: Path, mode: int) -> None:
    """Only where we own it; a file system without rights (a USB stick, a share) is left as it is."""
    try:
        status = path.lstat()
        wanted = stat.S_ISREG if mode == _FILE else stat.S_ISDIR
        if wanted(status.st_mode) and status.st_uid == os.geteuid() and status.st_mode & 0o077:
            path.chmod(mode)
    except (PermissionError, FileNotFoundError):
        return
