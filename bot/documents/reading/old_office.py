"""Word files and workbooks of the years before 2007 (.doc, .xls), converted by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The part of an old file that holds its text → what the file becomes.
_PARTS = {"WordDocument": "docx", "Workbook": "xlsx", "Book": "xlsx"}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SECONDS = 120.0


def converted(path: Path, folder: Path, most_bytes: int) -> Path | None:
    """The old file as a new one in ``folder``; None when it is none, too large, locked, or cannot be converted."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    ending = _new_ending(path, most_bytes)
    if program is None or ending is None:
        return None
    profile = (folder / "profile").resolve().as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", ending]
    _run([*command, "--outdir", str(folder), str(path)], folder)
    made = folder / f"{path.stem}.{ending}"
    return made if made.is_file() else None


def _new_ending(path: Path, most_bytes: int) -> str | None:
    try:
        if not path.is_file() or path.stat().st_size > most_bytes:
            return None
        with path.open("rb") as file:
            data = file.read(len(_OLE))
            data += file.read() if data == _OLE else b""
    except OSError:
        return None
    if not data.startswith(_OLE) or _ENCRYPTED in data:
        return None
    return next((ending for part, ending in _PARTS.items() if part.encode("utf-16-le") in data), None)


def _run(command: list[str], home: Path) -> None:
    """Runs for a limited time, without the secrets of this process; nothing of it is left afterwards."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=kept | {"HOME": str(home)},
        start_new_session=True,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (AttributeError, ProcessLookupError, PermissionError):
            process.kill()
        process.wait()
