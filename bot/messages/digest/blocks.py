"""The parts of a digest: headlines, what is asked, and the lines of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from bot.domain.plan.plan import Plan, Task
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence, Pursuit
from bot.domain.schedule.overdue import is_overdue
from bot.messages.common import date_text, day_text, due_text, esc, shorten, task_label, two_digits

_QUARTERS = {3: "I", 6: "II", 9: "III", 12: "IV"}


class Urgency(Enum):
    """Where today stands between the target and the last permitted day."""

    AHEAD = 0
    #: Today is the target.
    TODAY = 1
    #: The target has passed, the last permitted day has not.
    CLOSING = 2
    OVERDUE = 3
    #: Over, but of a kind that is never called overdue.
    PAST = 4


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One occurrence as a digest tells it, worked out for today."""

    occurrence: Occurrence
    plan: Plan
    #: Display name of the agency asked.
    agency: str
    #: The tasks to name, in plan order; secret ones are only counted.
    tasks: tuple[Task, ...]
    today: date
    #: Working days from today to the target; negative when it has passed.
    days_left: int
    #: Working days since the last permitted day.
    days_over: int
    #: How many tasks of it have been answered already.
    filled: int = 0
    secret: int = 0
    #: Display name of the agency the report goes to.
    receiver: str | None = None
    #: Consolidation: units without a report, and how many there are in all.
    missing: tuple[str, ...] = ()
    units: int = 0
    #: Name of the person a stand-in is told for.
    on_behalf: str | None = None
    #: Told to the head of the unit because nobody answered.
    escalated: bool = False

    @property
    def urgency(self) -> Urgency:
        """As of today."""
        occurrence = self.occurrence
        if is_overdue(occurrence, self.today):
            return Urgency.OVERDUE
        if self.today > occurrence.last_day:
            return Urgency.PAST
        if self.today > occurrence.target:
            return Urgency.CLOSING
        return Urgency.TODAY if self.today == occurrence.target else Urgency.AHEAD

    @property
    def loud(self) -> bool:
        """Whether the phone may ring: due today or later still."""
        return self.occurrence.can_be_overdue and self.urgency is not Urgency.AHEAD


def due_words(occurrence: Occurrence) -> str:
    """ "trước ngày 15/09/2024", "ngày 31/12/2023", for a check-point "hết Quý III/2024"."""
    if occurrence.pursuit is Pursuit.CHECK_POINT:
        quarter = _QUARTERS.get(occurrence.due.month)
        return (
            f"hết Quý {quarter}/{occurrence.due.year}" if quarter else f"hết {due_text(occurrence.due, strict=False)}"
        )
    return due_text(occurrence.due, strict=occurrence.strict)


def subject(item: DigestItem) -> str:
    """What it is about and when: the beginning of a headline."""
    occurrence = item.occurrence
    when = due_words(occurrence)
    if occurrence.kind is not ObligationKind.TASK:
        name = "Báo cáo tổng hợp" if occurrence.kind is ObligationKind.CONSOLIDATION else "Báo cáo"
        return f"{name} {when}" if occurrence.strict else f"{name} – hạn {when}"
    if occurrence.pursuit is Pursuit.CHECK_POINT:
        return f"Tình hình nhiệm vụ {occurrence.obligation} đến {when}"
    if occurrence.tentative:
        return f"Nhiệm vụ {occurrence.obligation} – dự kiến đến {when}"
    return f"Nhiệm vụ {occurrence.obligation} – hạn {when}"


def time_left(item: DigestItem) -> str:
    """How urgent it is: "còn 07 ngày làm việc", "quá hạn 03 ngày làm việc"."""
    occurrence = item.occurrence
    if item.urgency is Urgency.AHEAD:
        return f"còn {two_digits(item.days_left)} ngày làm việc"
    if item.urgency is Urgency.TODAY:
        if occurrence.last_day != item.today:
            return "nên gửi trong hôm nay"
        return "hôm nay là ngày cuối" if occurrence.can_be_overdue else "hôm nay"
    if item.urgency is Urgency.CLOSING:
        return f"ngày cuối là {date_text(occurrence.last_day)}"
    if item.urgency is Urgency.OVERDUE:
        # On the days off right after the last day no working day has passed yet.
        return f"quá hạn {two_digits(item.days_over)} ngày làm việc" if item.days_over else "quá hạn"
    return "đã qua thời gian dự kiến" if occurrence.tentative else "đã qua thời hạn"


def lead_in(items: Sequence[DigestItem]) -> str:
    """The sentence over a block of items that share plan, kind and dates."""
    item = items[0]
    kind = item.occurrence.kind
    if item.escalated:
        return _escalated(item)
    if kind is ObligationKind.CONSOLIDATION:
        return _consolidation(item)
    if kind is ObligationKind.REPORT:
        return _report(item)
    return _tasks(item)


def _limits(item: DigestItem) -> str:
    """ "trước ngày 15/09/2024 (nên gửi chậm nhất thứ Sáu 13/09/2024)"."""
    occurrence = item.occurrence
    when = due_words(occurrence)
    if item.urgency is Urgency.AHEAD:
        return f"{when} (nên gửi chậm nhất {day_text(occurrence.target)})"
    if item.urgency is Urgency.TODAY:
        return f"{when} ({time_left(item)}, {day_text(occurrence.target)})"
    return f"{when} ({time_left(item)})"


def _by_when(item: DigestItem) -> str:
    """After a verb: "trước ngày 15/09/2024 (…)", but ", hạn ngày 31/12/2023 (…)"."""
    return f" {_limits(item)}" if item.occurrence.strict else f", hạn {_limits(item)}"


def _to(item: DigestItem) -> str:
    return f" đến {esc(item.receiver)}" if item.receiver else ""


def _report(item: DigestItem) -> str:
    if item.filled:
        return f"{_so_far(item)}; đề nghị {esc(item.agency)} báo cáo tiếp{_to(item)}{_by_when(item)}{_about(item)}"
    if item.urgency is Urgency.OVERDUE:
        return f"Hệ thống chưa ghi nhận báo cáo của {esc(item.agency)}, hạn {_limits(item)}{_about(item)}"
    if item.occurrence.role is AgencyRole.COORDINATING:
        return f"Kính mong {esc(item.agency)} gửi kết quả phối hợp thực hiện{_to(item)}{_by_when(item)}{_about(item)}"
    return f"Đề nghị {esc(item.agency)} gửi báo cáo kết quả thực hiện{_to(item)}{_by_when(item)}{_about(item)}"


def _so_far(item: DigestItem) -> str:
    return f"Hệ thống mới ghi nhận {two_digits(item.filled)}/{two_digits(item.filled + len(item.tasks))} nhiệm vụ"


def _about(item: DigestItem) -> str:
    """How many tasks the list below has; nothing where there is no list."""
    word = "còn" if item.filled else "gồm"
    return f", {word} {two_digits(len(item.tasks))} nhiệm vụ:" if item.tasks else "."


def _consolidation(item: DigestItem) -> str:
    if item.urgency is Urgency.OVERDUE:
        start = f"Hệ thống chưa ghi nhận báo cáo tổng hợp của {esc(item.agency)}, hạn {_limits(item)}."
    else:
        start = f"Đề nghị {esc(item.agency)} gửi báo cáo tổng hợp{_to(item)}{_by_when(item)}."
    return f"{start}\n{_units(item)}" if item.units else start


def _units(item: DigestItem) -> str:
    if not item.missing:
        return f"Tất cả {two_digits(item.units)} đơn vị đã báo cáo đủ."
    names = "\n".join(f"• {esc(name)}" for name in item.missing)
    return f"Còn {two_digits(len(item.missing))}/{two_digits(item.units)} đơn vị chưa báo cáo đủ:\n{names}"


def _tasks(item: DigestItem) -> str:
    occurrence = item.occurrence
    if occurrence.pursuit is Pursuit.CHECK_POINT:
        return f"Đề nghị đồng chí cho biết tình hình thực hiện đến {due_words(occurrence)}:"
    if occurrence.tentative:
        printed = f"“{esc(occurrence.due_text)}”" if occurrence.due_text else due_words(occurrence)
        return f"Thời gian ghi trong Kế hoạch là {printed}; kính mong đồng chí xác nhận thời gian thực hiện:"
    if item.urgency is Urgency.OVERDUE:
        return f"Hệ thống chưa ghi nhận kết quả của nhiệm vụ có hạn {_limits(item)}:"
    if occurrence.role is AgencyRole.COORDINATING:
        return (
            f"Nhiệm vụ {esc(item.agency)} phối hợp, hạn {_limits(item)}; kính mong đồng chí cho biết kết quả phối hợp:"
        )
    if occurrence.pursuit is Pursuit.ASK:
        return f"Kính mong đồng chí cho biết tình hình thực hiện, {_limits(item)}:"
    return f"Nhiệm vụ có hạn {_limits(item)}; đề nghị đồng chí cập nhật kết quả:"


def _escalated(item: DigestItem) -> str:
    what = "báo cáo" if item.occurrence.kind is not ObligationKind.TASK else "kết quả nhiệm vụ"
    return f"Kính báo cáo đồng chí: Hệ thống chưa ghi nhận {what} của {esc(item.agency)}, hạn {_limits(item)}."


def task_lines(tasks: Sequence[Task], secret: int, room: int, width: int) -> list[str]:
    """At most ``room`` tasks by id and shortened content, then how many more; secret ones only as a number.

    Tasks with the same words stand in one line: "1.1, 2.1, 3.1. Phối hợp …".
    """
    groups = _same_words(tasks, width) if width else [[task] for task in tasks]
    shown = groups[:room]
    lines = [_task_line(", ".join(t.id for t in group), group[0].content, width) for group in shown]
    if len(groups) > len(shown):
        more = two_digits(sum(map(len, groups[room:])))
        lines.append(f"• … và {more} nhiệm vụ khác" if shown else f"• {more} nhiệm vụ")
    if secret:
        lines.append(f"• {two_digits(secret)} nhiệm vụ mật: đề nghị xem tại cơ quan")
    return lines


def _same_words(tasks: Sequence[Task], width: int) -> list[list[Task]]:
    """Tasks that would read the same."""
    groups: dict[str, list[Task]] = {}
    for task in tasks:
        groups.setdefault(shorten(task.content, width), []).append(task)
    return list(groups.values())


@lru_cache(maxsize=4096)
def _task_line(ids: str, content: str, width: int) -> str:
    return f"• {task_label(ids, shorten(content, width) if width else '')}"
