"""The registry in use by a running process: reloaded when the files change, kept when they are broken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from bot.domain.plan import Registry
from bot.domain.work_calendar import WorkCalendar
from bot.registry.loader import load_registry
from bot.registry.problem import Problem


class LiveRegistry:
    """Holds the last registry that read without errors."""

    def __init__(self, folder: Path, *, extend: Callable[[Registry], Registry] | None = None) -> None:
        self._folder = folder
        self._extend = extend or (lambda registry: registry)
        self.digest = ""
        self.registry = Registry({}, {}, {})
        self.calendar = WorkCalendar([])
        self.problems: tuple[Problem, ...] = ()

    def reload(self) -> bool:
        """Read the files again if they changed; True when a new registry is in use.

        With errors in the files the old registry stays and ``problems`` says why.
        """
        digest = folder_digest(self._folder)
        if digest == self.digest:
            return False
        registry, calendar, problems = load_registry(self._folder)
        self.digest, self.problems = digest, tuple(problems)
        if any(p.level == "error" for p in problems):
            return False
        self.registry, self.calendar = self._extend(registry), calendar
        return True

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that keep the files from being used."""
        return tuple(p for p in self.problems if p.level == "error")


def folder_digest(folder: Path) -> str:
    """SHA-256 over names and contents of every YAML file below ``folder``."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(f"{path.relative_to(folder)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
