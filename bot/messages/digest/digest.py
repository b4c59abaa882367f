"""The digest: all that is due for one person in one message, the date first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.splitting import visible_units
from bot.domain.plan.plan import Agency, Person, unique
from bot.domain.schedule.occurrence import ObligationKind, Occurrence
from bot.messages.common import esc, plan_reference, salutation, two_digits
from bot.messages.digest.blocks import DigestItem, Urgency, due_words, lead_in, subject, task_lines, time_left

#: Labels of the buttons under a digest and what their payload ends with.
BUTTONS = ((("Báo cáo", "r"), ("Nhắc lại sau", "s")), (("Không phải việc của tôi", "n"), ("Xem chi tiết", "v")))

REPEAT_MARK = "(gửi lại)"

#: Added while something is overdue: the office's own document may have gone already.
IF_OVERDUE = "Kính đề nghị đồng chí báo cáo sớm."
IF_REPORT_OVERDUE = "Kính đề nghị đồng chí báo cáo sớm; nếu đã gửi văn bản, đề nghị cho biết số, ngày văn bản."

#: Kept free for the form of address, in UTF-16 units.
ADDRESS_ROOM = 300

HOW_TO_ANSWER = "Đồng chí có thể bấm “Báo cáo” hoặc trả lời ngay bằng tin nhắn."

#: From full to bare: (tasks named, characters of each); the first that fits is used.
_LEVELS = ((12, 120), (12, 60), (8, 40), (4, 30), (2, 0), (0, 0))


def digest_text(
    person: Person,
    agency: Agency,
    items: Sequence[DigestItem],
    *,
    repeat: bool = False,
    limit: int = 4096,
) -> str:
    """The message in the HTML subset, the most pressing first, cut down until it has at most ``limit`` UTF-16 units.

    Only as the reader sees them: tags do not count, an entity counts as its character.
    """
    head, body = digest_parts(items, repeat=repeat, limit=limit)
    return for_person(head, body, person, agency)


def digest_parts(items: Sequence[DigestItem], *, repeat: bool = False, limit: int = 4096) -> tuple[str, str]:
    """The headline and everything after the form of address: the same for all who are told the same."""
    ordered = sorted(items, key=_pressing)
    mark = f"{REPEAT_MARK} " if repeat else ""
    head, body = f"<b>{mark}{esc(headline(items))}</b>", ""
    for room, width in _LEVELS:
        body = _compose(ordered, room, width)
        if visible_units(head) + visible_units(body) + ADDRESS_ROOM <= limit:
            break
    return head, body


def for_person(head: str, body: str, person: Person, agency: Agency) -> str:
    """The parts with the form of address between them."""
    return f"{head}\n\n{esc(salutation(person, agency))}\n{body}"


def digest_is_quiet(items: Sequence[DigestItem]) -> bool:
    """True when nothing in it is due today or overdue: no sound on the phone."""
    return not any(item.loud for item in items)


def headline(items: Sequence[DigestItem]) -> str:
    """What and when, in one line: "Báo cáo trước ngày 15/09/2024 – còn 07 ngày làm việc"."""
    first = min(items, key=_pressing)
    if len(items) == 1:
        return f"{subject(first)} – {time_left(first)}"
    noun = "nhiệm vụ" if all(i.occurrence.kind is ObligationKind.TASK for i in items) else "nội dung"
    when = due_words(first.occurrence)
    nearest = "hạn" if len({i.occurrence.due for i in items}) == 1 else "gần nhất hạn"
    return f"{two_digits(len(items))} {noun} cần báo cáo – {nearest} {when} – {time_left(first)}"


def _pressing(item: DigestItem) -> tuple[int, str, str, str]:
    occurrence = item.occurrence
    # What is over but never chased comes after what still can be met.
    last = occurrence.target.isoformat() if item.urgency is not Urgency.PAST else "9999"
    return (0 if occurrence.can_be_overdue else 1, last, occurrence.plan, "")


def _compose(items: Sequence[DigestItem], room: int, width: int) -> str:
    lines = []
    left = room
    for plan in unique(i.plan.key for i in items):
        of_plan = [i for i in items if i.plan.key == plan]
        lines += ["", f"Theo {esc(plan_reference(of_plan[0].plan))}:"]
        for block in _blocks(of_plan):
            shown, left = _block(block, left, width)
            lines += shown
    late = {i.occurrence.kind is not ObligationKind.TASK for i in items if i.urgency is Urgency.OVERDUE}
    overdue = [IF_REPORT_OVERDUE if any(late) else IF_OVERDUE] if late else []
    return "\n".join([*lines, "", *overdue, HOW_TO_ANSWER, "Trân trọng."])


def _blocks(items: Sequence[DigestItem]) -> list[list[DigestItem]]:
    """Task items that share their dates and what is asked stand under one sentence; reports stand alone."""
    groups: dict[object, list[DigestItem]] = {}
    for item in items:
        groups.setdefault(_block_key(item), []).append(item)
    return list(groups.values())


def _block_key(item: DigestItem) -> object:
    occurrence: Occurrence = item.occurrence
    if occurrence.kind is not ObligationKind.TASK:
        return occurrence.key
    return (
        occurrence.due,
        occurrence.target,
        occurrence.role,
        occurrence.pursuit,
        occurrence.tentative and occurrence.due_text,
        item.agency,
        item.on_behalf,
        item.escalated,
    )


def _block(items: Sequence[DigestItem], room: int, width: int) -> tuple[list[str], int]:
    """Its lines, and how many tasks may still be named after it."""
    first = items[0]
    lines = [lead_in(items)]
    if first.on_behalf:
        lines[0] = f"(Làm thay đồng chí {esc(first.on_behalf)}) {lines[0]}"
    if first.occurrence.kind is ObligationKind.CONSOLIDATION:
        return lines, room
    tasks = list({task.id: task for item in items for task in item.tasks}.values())
    secret = sum(item.secret for item in items)
    return lines + task_lines(tasks, secret, room, width), max(0, room - len(tasks))
