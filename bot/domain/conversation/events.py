"""What a person did, as the conversation sees it: channel-free and already checked by the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DigestAction(StrEnum):
    """The four buttons under a reminder."""

    REPORT = "r"
    SNOOZE = "s"
    NOT_MINE = "n"
    VIEW = "v"


@dataclass(frozen=True, slots=True)
class Typed:
    """Free text. ``numbered`` is True on a channel without buttons, where "2" means the second choice."""

    text: str
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Chose:
    """A button of the conversation itself, with the turn it was shown in."""

    turn: int
    choice: str


@dataclass(frozen=True, slots=True)
class DigestTapped:
    """A button under a reminder, with the occurrences that reminder named."""

    action: DigestAction
    occurrences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """A command without its slash, and the words after it."""

    name: str
    args: str = ""


@dataclass(frozen=True, slots=True)
class FileGiven:
    """A file that is already in the store."""

    id: int
    name: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class FileRefused:
    """A file that could not be kept: larger than the cap (``too_large``) or not to be had from the channel."""

    name: str
    too_large: bool = True


@dataclass(frozen=True, slots=True)
class UnreadableMessage:
    """Sticker, voice, location: answered kindly, changes nothing."""


ConversationEvent = Typed | Chose | DigestTapped | CommandGiven | FileGiven | FileRefused | UnreadableMessage
