"""What the columns of an appendix table are, recognised by the words of its header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.documents.reading.source import Row
from bot.documents.understanding.prose import plain
from bot.domain.plan.task_fields import TASK_FIELDS, ColumnWords
from bot.domain.text import fold, without_marks


class Column(StrEnum):
    """Columns that have rules of their own: those of ``TASK_FIELDS`` by their key, and those that are no field."""

    NUMBER = "number"
    CONTENT = "content"
    LEAD = "lead"
    COORDINATING = "coordinating"
    #: Leads and coordinating bodies in one cell.
    EXECUTING = "executing"
    PARTNER = "partners"
    CONTACT = "contacts"
    PHONE = "phone"
    DELIVERABLE = "deliverable"
    TIME = "when"
    START = "start"
    END = "end"
    NOTE = "remark"
    OTHER = "other"


#: The words of columns that are no field of a task.
_NO_FIELD = (
    (Column.NUMBER, ColumnWords(r"^(?:s ?t ?t|tt|số tt|số thứ tự|tt/stt|no)$", 4)),
    (
        Column.OTHER,
        ColumnWords(
            r"kinh phí|dự toán|lãnh đạo (?:phụ trách|chỉ đạo)|^(?!.*thời gian).*địa điểm$|căn cứ|chỉ tiêu|đơn vị tính"
            r"|^đvt$",
            10,
        ),
    ),
    (Column.START, ColumnWords(r"bắt đầu|khởi công", 15)),
    (Column.PHONE, ColumnWords(r"^(?:số )?(?:điện thoại|đt|đtdđ|di động)", 22)),
    (Column.EXECUTING, ColumnWords(r"chủ trì.*phối hợp", 40)),
    (Column.END, ColumnWords(r"hoàn thành|kết thúc", 80)),
)
_BY_RANK = sorted(
    [*_NO_FIELD, *((field.key, words) for field in TASK_FIELDS for words in field.columns)],
    key=lambda entry: entry[1].rank,
)
#: First match wins.
_ROLES = tuple((column, re.compile(words.pattern)) for column, words in _BY_RANK)
#: The same without diacritics: a recognised label may have lost one ("PHÔI HỢP").
_BARE_ROLES = tuple((column, re.compile(without_marks(words.pattern))) for column, words in _BY_RANK)
_ORGANISING = (Column.LEAD, Column.EXECUTING, Column.COORDINATING, Column.TIME, Column.DELIVERABLE, Column.CONTACT)
_LONGEST_LABEL = 90
_LONGEST_SUB_LABEL = 40
_COUNTED = re.compile(r"\(?(?:\d{1,2}|[A-HĐ])\)?$")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table: what each is and where."""

    columns: Mapping[str, int]
    #: Labels as printed, by position.
    labels: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.labels)

    @property
    def has_parties(self) -> bool:
        """True when it says who acts."""
        return Column.LEAD in self.columns or Column.EXECUTING in self.columns


def role_of(label: str) -> str | None:
    """The column with that printed label; None when the words say nothing."""
    key = fold(plain(label.replace("\n", " ")))
    if not key or len(key) > _LONGEST_LABEL:
        return None
    printed = next((column for column, pattern in _ROLES if pattern.search(key)), None)
    bare = without_marks(key)
    return printed or next((column for column, pattern in _BARE_ROLES if pattern.search(bare)), None)


def read_header(rows: Sequence[Row]) -> tuple[Header, int] | None:
    """The header a table starts with and how many rows it takes; None when the first row is no header."""
    if not rows or not _is_header(rows[0]):
        return None
    labels = _spread(rows[0])
    taken = 1
    while taken < len(rows) and _is_sub_header(rows[taken], labels):
        labels = [f"{above}\n{below}".strip() if below else above for above, below in _paired(labels, rows[taken])]
        taken += 1
    columns = _columns(labels)
    if len(rows) > taken and _is_counting(rows[taken]):
        taken += 1
    if not _is_useful(columns):
        return None
    return Header(columns, tuple(labels)), taken


def _is_header(row: Row) -> bool:
    filled = [text for text in row.texts if text.strip()]
    if len(filled) < 2 or any(len(plain(text)) > _LONGEST_LABEL for text in filled):
        return False
    roles = [role_of(text) for text in filled]
    known = {role for role in roles if role}
    if re.match(r"\d", filled[0].strip()) or Column.CONTENT not in known | {Column.LEAD}:
        return False
    return len(known - {Column.OTHER}) >= 2 and roles.count(None) <= 1 + len(roles) // 3


def _is_useful(columns: Mapping[str, int]) -> bool:
    return Column.CONTENT in columns and any(role in columns for role in _ORGANISING)


def _is_sub_header(row: Row, labels: Sequence[str]) -> bool:
    """A row under the header that names parts of a wide column ("Chủ trì | Phối hợp") and nothing else."""
    filled = [(i, plain(c.text)) for i, c in enumerate(row.cells) if c.text.strip()]
    if not filled or len(filled) == len(labels) or (row.texts and row.texts[0].strip()):
        return False
    return all(len(text) <= _LONGEST_SUB_LABEL and role_of(text) for _, text in filled) and len(filled) >= 2


def _spread(row: Row) -> list[str]:
    """A label for each place, that of a wide cell repeated."""
    labels: list[str] = []
    left = 0
    for cell in row.cells:
        if cell.covered and left:
            labels.append(labels[-1])
            left -= 1
            continue
        labels.append(cell.text.strip())
        left = cell.span - 1
    return labels


def _paired(labels: Sequence[str], row: Row) -> list[tuple[str, str]]:
    texts = [*row.texts, *[""] * len(labels)]
    return [(label, texts[i].strip()) for i, label in enumerate(labels)]


def _columns(labels: Sequence[str]) -> dict[str, int]:
    """First column of each kind; the lowest line of a two-row label counts most."""
    found: dict[str, int] = {}
    for position, label in enumerate(labels):
        last = label.rsplit("\n", 1)[-1]
        role = role_of(last) or role_of(label)
        if role in found and role == Column.CONTENT:
            role = Column.OTHER
        if role == Column.LEAD and Column.LEAD in found and Column.COORDINATING not in found:
            continue
        if role and role != Column.OTHER:
            found.setdefault(role, position)
    if Column.END in found and Column.START not in found:
        found.setdefault(Column.TIME, found.pop(Column.END))
    if Column.START in found and Column.TIME in found and Column.END not in found:
        found[Column.END] = found.pop(Column.TIME)
    return found


def _is_counting(row: Row) -> bool:
    """ "(1) (2) (3)" or "A B 1 2" under the labels."""
    filled = [text.strip() for text in row.texts if text.strip()]
    return len(filled) >= 3 and all(_COUNTED.match(text) for text in filled)
