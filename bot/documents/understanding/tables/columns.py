"""What the columns of an appendix table are, recognised by the words of its header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.documents.reading.source import Row
from bot.documents.understanding.prose import plain
from bot.domain.text import fold


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    CONTENT = "content"
    LEAD = "lead"
    COORDINATING = "coordinating"
    #: Leads and coordinating bodies in one cell.
    EXECUTING = "executing"
    PARTNER = "partner"
    CONTACT = "contact"
    PHONE = "phone"
    DELIVERABLE = "deliverable"
    TIME = "time"
    START = "start"
    END = "end"
    NOTE = "note"
    OTHER = "other"


#: First match wins.
_ROLES: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (Column.NUMBER, r"^(?:s ?t ?t|tt|số tt|số thứ tự|tt/stt|no)$"),
        (Column.NOTE, r"ghi chú"),
        (
            Column.OTHER,
            r"kinh phí|dự toán|lãnh đạo (?:phụ trách|chỉ đạo)|^(?!.*thời gian).*địa điểm$|căn cứ|chỉ tiêu|đơn vị tính"
            r"|^đvt$",
        ),
        (Column.START, r"bắt đầu|khởi công"),
        (Column.TIME, r"thời (?:gian|hạn|điểm)|tiến độ|^(?:ngày|hạn|mốc)\b|hạn (?:hoàn thành|chót|cuối)|lộ trình"),
        (Column.PHONE, r"^(?:số )?(?:điện thoại|đt|đtdđ|di động)"),
        (
            Column.CONTACT,
            r"liên hệ|người (?:phụ trách|đầu mối|theo dõi)|cán bộ (?:đầu mối|phụ trách|theo dõi)|chuyên viên",
        ),
        (Column.PARTNER, r"(?:địa phương|tỉnh|phía|nước) bạn|đối tác|tại (?:các )?(?:địa phương|tỉnh)"),
        (
            Column.CONTENT,
            r"^(?:các |tên |danh mục )*(?:nội dung|nhiệm vụ|công việc|hoạt động|đầu việc|giải pháp|sự kiện)",
        ),
        (Column.EXECUTING, r"chủ trì.*phối hợp"),
        (Column.COORDINATING, r"phối hợp|tham gia"),
        (Column.DELIVERABLE, r"sản phẩm|kết quả|đầu ra"),
        (
            Column.LEAD,
            r"chủ trì|phụ trách|chịu trách nhiệm|được (?:giao|phân công)|phân công|người thực hiện"
            r"|(?:cơ quan|đơn vị|tổ chức|bộ phận).*(?:thực hiện|đầu mối|tham mưu|triển khai)"
            r"|^đầu mối|^(?:cơ quan|đơn vị|cơ quan, đơn vị)$|^các? ?(?:cơ quan|đơn vị)|^(?:các )?sở,? (?:ban|ngành)",
        ),
        (Column.END, r"hoàn thành|kết thúc"),
        (Column.CONTENT, r"nội dung|nhiệm vụ|công việc|hoạt động|lĩnh vực|chương trình|đề án|tên"),
    )
)
_ORGANISING = (Column.LEAD, Column.EXECUTING, Column.COORDINATING, Column.TIME, Column.DELIVERABLE, Column.CONTACT)
_LONGEST_LABEL = 90
_LONGEST_SUB_LABEL = 40
_COUNTED = re.compile(r"\(?(?:\d{1,2}|[A-HĐ])\)?$")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table: what each is and where."""

    columns: Mapping[Column, int]
    #: Labels as printed, by position.
    labels: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.labels)

    @property
    def has_parties(self) -> bool:
        """True when it says who acts."""
        return Column.LEAD in self.columns or Column.EXECUTING in self.columns


def role_of(label: str) -> Column | None:
    """What a column with that printed label holds; None when the words say nothing."""
    key = fold(plain(label.replace("\n", " ")))
    if not key or len(key) > _LONGEST_LABEL:
        return None
    return next((column for column, pattern in _ROLES if pattern.search(key)), None)


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


def _is_useful(columns: Mapping[Column, int]) -> bool:
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


def _columns(labels: Sequence[str]) -> dict[Column, int]:
    """First column of each kind; the lowest line of a two-row label counts most."""
    found: dict[Column, int] = {}
    for position, label in enumerate(labels):
        last = label.rsplit("\n", 1)[-1]
        role = role_of(last) or role_of(label)
        if role in found and role is Column.CONTENT:
            role = Column.OTHER
        if role is Column.LEAD and Column.LEAD in found and Column.COORDINATING not in found:
            continue
        if role and role is not Column.OTHER:
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
