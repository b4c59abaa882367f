"""The registry in use by a running process: reloaded when the files change, kept when they are broken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.domain.dates.work_calendar import WorkCalendar
from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Registry
from bot.domain.plan.policy import Policies
from bot.messages.registry.folder_problems import EMPTIED
from bot.registry.loader import load_registry
from bot.registry.problem import Problem
from bot.regular_file import read_regular


class LiveRegistry:
    """Holds the last registry that read without errors."""

    def __init__(
        self, folder: Path, policies: Policies, *, extend: Callable[[Registry], Registry] | None = None
    ) -> None:
        self._folder = folder
        self._extend = extend or (lambda registry: registry)
        self._seen = ""
        self.digest = ""
        self.in_use = InUse(Registry({}, {}, {}), WorkCalendar([]), policies)
        self.problems: tuple[Problem, ...] = ()
        #: True when there were plans before this process: a folder without any is then a fault from the start.
        self.expects_plans = False

    def reload(self) -> bool:
        """Read the files again if they changed; True when a new registry is in use.

        The first time at once; later only what stood there at the last look too, since a file or a whole folder that
        is being copied looks like one from which much was taken away. With errors in the files the old registry stays
        and ``problems`` says why.
        """
        digest = folder_digest(self._folder)
        if digest == self.digest or (self.digest and digest != self._seen):
            self._seen = digest
            return False
        registry, calendar, problems = load_registry(self._folder)
        if self.digest and folder_digest(self._folder) != digest:
            self._seen = ""
            return False
        self.digest, self.problems = digest, (*problems, *self._emptied(registry))
        if self.errors:
            return False
        self.in_use = InUse(self._extend(registry), calendar, self.in_use.policies)
        self.expects_plans = bool(registry.plans)
        return True

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that keep the files from being used."""
        return tuple(p for p in self.problems if p.level == "error")

    @property
    def is_emptied(self) -> bool:
        """True when a folder that held files holds none: never a reason to cancel everything."""
        return any(p.message == EMPTIED for p in self.problems)

    def _emptied(self, registry: Registry) -> Iterator[Problem]:
        if not self.expects_plans:
            return
        if not registry.plans:
            yield Problem((self._folder / "plans").as_posix(), 0, EMPTIED)
        if not any((self._folder / "calendar").glob("*.y*ml")):
            yield Problem((self._folder / "calendar").as_posix(), 0, EMPTIED)


def folder_digest(folder: Path) -> str:
    """SHA-256 over names and contents of every YAML file below ``folder``; what cannot be read counts by its reason."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.y*ml")):
        digest.update(f"{path.relative_to(folder)}\0".encode(errors="surrogateescape"))
        digest.update(_content(path))
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    try:
        return read_regular(path)
    except OSError as error:
        return f"{error.errno}\0".encode()
