"""Reads a file that somebody else may have put there: whole, but never more than a limit and never waiting."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

#: A plan of forty tasks is about 40 KB; far beyond that it is not a file of ours.
LARGEST = 5_000_000


def read_regular(path: Path, most: int = LARGEST) -> bytes:
    """The file's bytes. OSError for what is no plain file (EINVAL: a device, a pipe, a folder), for more than ``most``
    bytes (EFBIG), and as usual for what cannot be read.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        # The size is what it says: a file may be endless all the same.
        content = file.read(most + 1) if status.st_size <= most else b""
    if status.st_size > most or len(content) > most:
        raise OSError(errno.EFBIG, "file too large", str(path))
    return content


def copy_schedules(source: Path, target: Path) -> None:
    """Copy a folder of schedules without the phone numbers and without anything ``read_regular`` would refuse."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if name.endswith(".local.yaml") or _is_odd(Path(folder, name))}

    shutil.copytree(source, target, ignore=left_out)


def _is_odd(path: Path) -> bool:
    try:
        status = path.stat()
    except OSError:
        return True
    plain = stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST
    return not (plain or stat.S_ISDIR(status.st_mode))
