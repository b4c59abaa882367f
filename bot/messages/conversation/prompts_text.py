"""Everything the conversation says, in Vietnamese: prompts in, text and buttons out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.conversation.prompts import (
    AsidePrompt,
    Choice,
    DraftGone,
    LeavePrompt,
    ListPrompt,
    NoticePrompt,
    Prompt,
    Recorded,
    RecordedMany,
    ReportQuestion,
    TaskQuestion,
)
from bot.messages.common import esc
from bot.messages.conversation.aside import aside_text
from bot.messages.conversation.leave import leave_text
from bot.messages.conversation.lists import list_text
from bot.messages.conversation.notices import notice_text
from bot.messages.conversation.parts import choice_label, message
from bot.messages.conversation.report import draft_gone, recorded, recorded_many, report_question, task_question

#: Buttons with labels up to this long share a row.
_SHORT = 18
_WAY = frozenset({"back", "cancel"})


def prompt_text(prompt: Prompt) -> str:
    match prompt:
        case TaskQuestion():
            return task_question(prompt)
        case ReportQuestion():
            return report_question(prompt)
        case Recorded():
            return recorded(prompt)
        case RecordedMany():
            return recorded_many(prompt)
        case DraftGone():
            return draft_gone(prompt)
    return _other_text(prompt)


def _other_text(prompt: AsidePrompt | LeavePrompt | ListPrompt | NoticePrompt) -> str:
    if isinstance(prompt, AsidePrompt):
        return aside_text(prompt)
    if isinstance(prompt, LeavePrompt):
        return leave_text(prompt)
    return list_text(prompt) if isinstance(prompt, ListPrompt) else notice_text(prompt)


def prompts_text(prompts: Sequence[Prompt], *, chosen: str | None = None) -> str:
    """All prompts of one step as one message; ``chosen`` is the label just tapped."""
    return message(chosen_line(chosen) if chosen else "", *map(prompt_text, prompts))


def chosen_line(label: str) -> str:
    """What was tapped, shown where its button was."""
    return f"<i>Đã chọn: {esc(label)}</i>"


def rows(choices: Sequence[Choice]) -> list[list[Choice]]:
    """Choices in rows as wide as a phone allows, in the order given; the way back in a row of its own."""
    laid: list[list[Choice]] = []
    for choice in choices:
        if laid and _fits(laid[-1], choice):
            laid[-1].append(choice)
        else:
            laid.append([choice])
    return laid


def _fits(row: Sequence[Choice], choice: Choice) -> bool:
    if (row[0].id in _WAY) != (choice.id in _WAY):
        return False
    if choice.label == "percent":
        return row[0].label == "percent"
    return row[0].label != "percent" and len(row) < 2 and all(len(choice_label(c)) <= _SHORT for c in (*row, choice))
