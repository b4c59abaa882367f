"""The schedules that travel with the program: three real plans, their agencies and people, the working calendar."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def shipped_schedules() -> Path:
    """The folder inside an installed package, or ``schedules/`` beside ``bot/`` in a checkout. Not to be written to."""
    package = Path(str(files("bot")))
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent / "schedules"
