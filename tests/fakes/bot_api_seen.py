"""What a person sees in the chat, as tests read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message as the person sees it: text after entity parsing, buttons by their text."""

    raw: Json

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """The text, or the caption; empty where there is neither."""
        return self.raw["text"] or ""

    @property
    def from_bot(self) -> bool:
        return bool(self.raw["from"] == "bot")

    @property
    def edited(self) -> bool:
        return bool(self.raw["edited"])

    @property
    def entities(self) -> list[Json]:
        return list(self.raw["entities"])

    @property
    def rows(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.raw["buttons"]]

    @property
    def buttons(self) -> list[str]:
        return [text for row in self.rows for text in row]

    @property
    def keyboard(self) -> Json | None:
        """The reply keyboard, its removal or a forced reply that came with the message."""
        keyboard: Json | None = self.raw["keyboard"]
        return keyboard

    @property
    def document(self) -> Json | None:
        return self.raw.get("document")

    @property
    def photo(self) -> list[Json] | None:
        return self.raw.get("photo")

    def data(self, button: str) -> str:
        """The callback data behind the button with this text."""
        return next(str(b["data"]) for row in self.raw["buttons"] for b in row if b["text"] == button)
