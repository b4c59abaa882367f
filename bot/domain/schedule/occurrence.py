"""One dated instance of an obligation for one agency, with its stable key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ObligationKind(StrEnum):
    """What kind of thing must be done."""

    TASK = "task"
    #: A unit's report to the consolidating agency; covers all of its tasks in the plan.
    REPORT = "report"
    #: The consolidating agency's own report, gathered from the units.
    CONSOLIDATION = "consolidation"


class AgencyRole(StrEnum):
    """The agency's part in the obligation."""

    LEAD = "lead"
    COORDINATING = "coordinating"


class Pursuit(StrEnum):
    """How hard an answer is asked for."""

    #: Full reminder policy, can become overdue.
    CHASE = "chase"
    #: Coordinating agencies, on-demand and undated tasks: asked, never overdue.
    ASK = "ask"
    #: Quarter-end status of a window longer than a quarter: asked once, never overdue.
    CHECK_POINT = "check_point"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A dated instance for one agency. All dates are local (Asia/Ho_Chi_Minh)."""

    plan: str
    #: Task id or report rule id.
    obligation: str
    kind: ObligationKind
    #: "2024" or "2024-Q3".
    period: str
    #: Agency that must act on the target day: the successor where the one on paper is gone.
    agency: str
    role: AgencyRole
    pursuit: Pursuit
    #: The date as the paper gives it.
    due: date
    #: Last permitted day; the day before ``due`` for "trước ngày". Overdue only after it has passed.
    last_day: date
    #: Last working day on which it should be handed in.
    target: date
    #: First day of the time in which it is done; None for a point in time.
    window_start: date | None = None
    #: "trước ngày": ``due`` itself is too late.
    strict: bool = False
    #: "Dự kiến": confirmed before it is chased; never overdue.
    tentative: bool = False
    #: The printed time phrase.
    due_text: str | None = None
    #: Task ids covered, in plan order (a task occurrence covers itself).
    tasks: tuple[str, ...] = ()
    #: Ids of the agencies the paper names for it, where they differ from ``agency``.
    on_paper: tuple[str, ...] = ()
    #: For a consolidation: the day the units are due; its own reminder starts then.
    units_due: date | None = None
    #: For a consolidation: keys of the unit occurrences it gathers.
    gathers: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Stable over moved dates, renamed people and new reminder policies."""
        return f"{self.plan}/{self.obligation}/{self.period}/{self.agency}"

    @property
    def names(self) -> tuple[str, ...]:
        """Ids under which answers about it are given: those on paper, then the agency that acts."""
        return tuple(dict.fromkeys((*self.on_paper, self.agency)))

    @property
    def can_be_overdue(self) -> bool:
        """True only for chased, confirmed dates."""
        return self.pursuit is Pursuit.CHASE and not self.tentative
