"""The commands people type, however they spell them: "/baocao", "/Báo cáo", "/bao_cao"."""

from __future__ import annotations

from bot.domain.text import strip_marks

#: Every command there is, without its slash.
COMMANDS = (
    "start",
    "viec",
    "baocao",
    "lich",
    "lichsu",
    "nghiphep",
    "huy",
    "trogiup",
    "help",
    "quyenriengtu",
    "dulieucuatoi",
    "rutdongy",
    "xoa",
)
_KNOWN = frozenset(COMMANDS)
#: The most words a command has when it is written as words ("quyền riêng tư", "dữ liệu của tôi").
_MOST_WORDS = 4


def read_command(name: str, words: str) -> tuple[str, str]:
    """The command meant by the typed ``name`` and the ``words`` after it, and the words that are left.

    Tones, case, underscores and spaces inside a command's name do not matter; of two that fit the longer one is meant
    ("/lịch sử" is "lichsu"). What fits none comes back as typed.
    """
    typed = words.split()
    for count in range(min(_MOST_WORDS - 1, len(typed)), -1, -1):
        meant = strip_marks("".join([name, *typed[:count]])).replace("_", "").replace("-", "").replace(" ", "")
        if meant in _KNOWN:
            return meant, words if count == 0 else " ".join(typed[count:])
    return name, words
