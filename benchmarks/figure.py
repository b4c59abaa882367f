"""What a figure is, and the sizes it is measured at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks import world
from benchmarks.probe import Json
from tests.data import shipped


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything. The goals are meant for ``FULL``."""

    #: Pending reminders of the large and the small database.
    large: int = 1_000_000
    small: int = 1_000
    #: Jobs in APScheduler's store.
    jobs: int = 100_000
    #: Reminders planned from a registry.
    planned: int = 100_000
    #: Reminders due in one pass.
    due: int = 100
    #: Reminders late at a restart, and due at one instant then.
    overdue: int = 100
    instant: int = 1_000
    #: Messages of the paced burst, and of the burst during which people tap.
    burst: int = 3_000
    tapped_burst: int = 900
    #: Messages of one unpaced round.
    round: int = 1_000
    #: How many times longer than the shipped plan the long paper is.
    longer: int = 15
    #: How many papers of each half with gold are read; None is all.
    papers: int | None = None
    #: Plans that are scanned, how many rows of each (0 = all), and how often ten pages are timed.
    scanned: tuple[str, ...] = (shipped.HN_HCM, shipped.P188, shipped.P4778)
    scanned_rows: int = 0
    scans: int = 2
    repeats: int = 7


FULL = Sizes()
QUICK = replace(FULL, large=200_000, burst=600, tapped_burst=450, round=500, longer=5, repeats=5)
TINY = Sizes(
    large=400, small=200, jobs=200, planned=600, due=10, overdue=5, instant=20, burst=35, tapped_burst=40, round=20,
    longer=2, papers=2, scanned=(shipped.HN_HCM,), scanned_rows=3, scans=1, repeats=1,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """A result: the value the goal speaks of, and the plain numbers behind it."""

    value: float
    detail: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table."""

    name: str
    title: str
    goal: float
    #: "≤" or "≥".
    sense: str
    #: "×", "%" or what is counted.
    unit: str
    measure: Callable[[Bench], Measured]

    def met(self, value: float) -> bool:
        """Whether the goal is reached."""
        return value <= self.goal if self.sense == "≤" else value >= self.goal


@dataclass(slots=True)
class Bench:
    """One run: its sizes, its folder for scratch files, and databases that are made once."""

    sizes: Sizes
    folder: Path
    _made: dict[int, Path] = field(default_factory=dict)
    _copies: int = 0
    #: Answers of the ``start`` probe by number of pending reminders; two figures come from the same starts.
    starts: dict[int, list[Json]] = field(default_factory=dict)

    #: Waves of ``due`` people in a waiting database; enough for every repeat and a warm-up.
    WAVES = 10
    PEOPLE = 1_000

    @property
    def people(self) -> int:
        """People of the waiting databases."""
        return max(self.sizes.due, min(self.PEOPLE, self.sizes.small))

    def waves(self) -> list[world.Wave]:
        """``due`` people on each of ``WAVES`` mornings."""
        calendar = world.live(world.city(1)).in_use.calendar
        return [world.Wave(at, range(self.sizes.due)) for at in world.mornings(calendar, self.WAVES)]

    def waiting(self, reminders: int) -> Path:
        """A database of one's own with so many pending reminders, the waves among them."""
        if reminders not in self._made:
            path = self.scratch("waiting")
            rest = max(0, reminders - self.sizes.due * self.WAVES)
            world.fill(path, people=self.people, waves=self.waves(), waiting=rest)
            self._made[reminders] = path
        copy = self.scratch("copy")
        # Copying with the data on disk: no probe pays for another's dirty pages.
        copy.write_bytes(self._made[reminders].read_bytes())
        return copy

    def scratch(self, name: str) -> Path:
        """A path for a new file."""
        self._copies += 1
        return self.folder / f"{name}-{self._copies}.sqlite3"
