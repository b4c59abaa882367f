"""Root of the errors this program raises on purpose."""

from __future__ import annotations


class DondocError(Exception):
    """Said to whoever runs a command as ``message hint``; both are Vietnamese and stand in ``bot.messages``."""

    #: Stable id shown to the admin (``DD.E001`` …), so that a hint can be looked up.
    id: str = "DD.E000"
    #: What went wrong, where the raiser says nothing closer.
    message: str = ""
    #: What the reader can do about it.
    hint: str = ""

    def __init__(self, message: str | None = None, *, hint: str | None = None) -> None:
        super().__init__(message or self.message)
        if hint is not None:
            self.hint = hint

    def __str__(self) -> str:
        text = super().__str__()
        return f"{text} {self.hint}".strip() if self.hint else text
