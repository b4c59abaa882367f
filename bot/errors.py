"""Root of the errors this program raises on purpose; a class's docstring is its default message."""

from __future__ import annotations


class DondocError(Exception):
    """Có lỗi khi xử lý."""

    #: Stable id shown to the admin (``DD.E001`` …), so that a hint can be looked up.
    id: str = "DD.E000"
    #: What the reader can do about it, in Vietnamese.
    hint: str = ""

    def __init__(self, message: str | None = None, *, hint: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())
        if hint is not None:
            self.hint = hint

    def __str__(self) -> str:
        text = super().__str__()
        return f"{text} {self.hint}".strip() if self.hint else text
