"""What a new registry would change, for the admin."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.plan.plan import Person
from bot.domain.schedule.changes import ChangeSet, ChangeTally
from bot.messages.common import two_digits

FILES_BROKEN = "Các tệp còn lỗi: chưa thay đổi gì."
NO_CHANGE = "Không có thay đổi nào về lời nhắc."
_NOBODY = "(chưa có đầu mối liên hệ)"


def change_text(changes: ChangeSet, people: Mapping[str, Person], limit: int = 20) -> str:
    """ "Thêm 12, dời 03, huỷ 05 lượt nhắc." and then whose, those with most first; plain text, several lines."""
    if changes.is_empty:
        return NO_CHANGE
    tallies = sorted(changes.by_person().items(), key=lambda item: (-_size(item[1]), item[0] or ""))
    lines = [f"- {_name(person, people)}: {_counts(tally)}" for person, tally in tallies[:limit]]
    if len(tallies) > limit:
        lines.append(f"- … và {two_digits(len(tallies) - limit)} người khác")
    summary = _counts(changes.total)
    return "\n".join([f"{summary[0].upper()}{summary[1:]} lượt nhắc.", *lines])


def _size(tally: ChangeTally) -> int:
    return tally.added + tally.moved + tally.cancelled


def _counts(tally: ChangeTally) -> str:
    parts = (("thêm", tally.added), ("dời", tally.moved), ("huỷ", tally.cancelled))
    return ", ".join(f"{word} {two_digits(count)}" for word, count in parts if count)


def _name(person: str | None, people: Mapping[str, Person]) -> str:
    if person is None:
        return _NOBODY
    return people[person].name if person in people else person
