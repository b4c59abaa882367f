"""Everything the conversation says, in Vietnamese: prompts in, text and buttons out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.domain.conversation.prompts import Choice, Prompt, PromptKind
from bot.messages.common import esc
from bot.messages.conversation import aside as conversation_aside
from bot.messages.conversation import leave as conversation_leave
from bot.messages.conversation import lists as conversation_lists
from bot.messages.conversation import receipts as conversation_receipts
from bot.messages.conversation import report as conversation_report
from bot.messages.conversation.parts import choice_label, message

TEXTS: Mapping[PromptKind, Callable[[Prompt], str]] = {
    **conversation_report.TEXTS,
    **conversation_receipts.TEXTS,
    **conversation_aside.TEXTS,
    **conversation_leave.TEXTS,
    **conversation_lists.TEXTS,
}
#: Buttons with labels up to this long share a row.
_SHORT = 18
_WAY = frozenset({"back", "cancel"})


def prompt_text(prompt: Prompt) -> str:
    """One prompt as HTML."""
    return TEXTS[prompt.kind](prompt)


def prompts_text(prompts: Sequence[Prompt], *, chosen: str | None = None) -> str:
    """All prompts of one step as one message; ``chosen`` is the label just tapped."""
    return message(chosen_line(chosen) if chosen else "", *(prompt_text(p) for p in prompts))


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
