"""Random plans, printed with page breaks, merges and noise, are read back as they were meant."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.reading.source import Block, Cell, Document, Paragraph, Row, Table
from bot.documents.understanding.draft import PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.documents.understanding.tables.columns import Column
from bot.domain.plan.plan import Registry

LEADS = (
    "Sở Y tế",
    "Sở Kế hoạch và Đầu tư",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Lao động - Thương binh và Xã hội",
    "Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch",
    "Viện nghiên cứu phát triển kinh tế - xã hội",
    "Công an Thành phố",
    "Ngân hàng Nhà nước chi nhánh Thành phố",
    "Ban Quản lý các khu công nghiệp và chế xuất",
    "UBND thị xã Sơn Tây",
)
GROUPS = ("Các sở, ban, ngành", "UBND các quận, huyện, thị xã", "các đơn vị liên quan")
TIMES = (
    "Quý III/2024",
    "Quý II, III/2024",
    "Tháng 6,12/2024",
    "Năm 2024",
    "trước ngày 30/6/2024",
    "Chậm nhất ngày 15/9/2024",
    "Tháng 3 - Tháng 5/2024",
    "Dự kiến Tháng 10/2024",
    "Thường xuyên",
    "Theo nhu cầu thực tế của các địa phương",
)
WORDS = (
    "tổ chức",
    "hội nghị",
    "kết nối",
    "cung cầu",
    "giữa",
    "các",
    "tỉnh",
    "quảng bá",
    "du lịch",
    "năm",
    "đào tạo",
    "cán bộ",
)
HEADERS = {
    Column.NUMBER: ("TT", "STT", "Số TT"),
    Column.CONTENT: ("Nội dung", "NHIỆM VỤ", "Nội dung công việc", "Tên nhiệm vụ"),
    Column.LEAD: ("Cơ quan chủ trì", "Đơn vị thực hiện", "CHỦ TRÌ", "Cơ quan, đơn vị chủ trì"),
    Column.COORDINATING: ("Cơ quan phối hợp", "Phối hợp", "Đơn vị phối hợp"),
    Column.TIME: ("Thời gian thực hiện", "Thời gian hoàn thành", "Thời hạn", "Tiến độ"),
    Column.DELIVERABLE: ("Sản phẩm", "Kết quả/Sản phẩm", "Sản phẩm đầu ra"),
}


@dataclass(frozen=True)
class Meant:
    """A task before it is printed."""

    content: str
    leads: tuple[str, ...]
    helpers: tuple[str, ...]
    when: str
    deliverable: str


@dataclass
class Printing:
    """How a plan is printed."""

    order: list[Column]
    labels: dict[Column, str]
    sections: bool
    joiner: str
    breaks: set[int] = field(default_factory=set)
    cut: set[int] = field(default_factory=set)
    merge: bool = False
    bold_header: bool = False
    decomposed: bool = False


_content = st.lists(st.sampled_from(WORDS), min_size=6, max_size=25).map(
    lambda words: " ".join(words).capitalize() + "."
)
_meant = st.builds(
    Meant,
    _content,
    st.lists(st.sampled_from(LEADS), min_size=1, max_size=3, unique=True).map(tuple),
    st.lists(st.sampled_from((*LEADS, *GROUPS)), max_size=3, unique=True).map(tuple),
    st.sampled_from(TIMES),
    st.sampled_from(("Báo cáo", "Kế hoạch", "Hội nghị, hội thảo")),
)


@st.composite
def printings(draw: st.DrawFn, size: int) -> Printing:
    rest = draw(st.permutations([c for c in HEADERS if c is not Column.NUMBER]))
    places = st.sets(st.integers(1, max(1, size - 1)), max_size=3)
    return Printing(
        [Column.NUMBER, *rest],
        {column: draw(st.sampled_from(labels)) for column, labels in HEADERS.items()},
        draw(st.booleans()),
        draw(st.sampled_from(("; ", ", ", "\n- ", ";\n"))),
        draw(places) if size > 1 else set(),
        draw(places) if size > 1 else set(),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Meant], Printing]:
    tasks = draw(st.lists(_meant, min_size=1, max_size=9))
    return tasks, draw(printings(len(tasks)))


def _cell(text: str, how: Printing, **hints: bool) -> Cell:
    return Cell(unicodedata.normalize("NFD" if how.decomposed else "NFC", text), **hints)  # type: ignore[arg-type]


def _names(names: tuple[str, ...], joiner: str) -> str:
    text = joiner.join(names)
    return f"- {text}" if joiner == "\n- " and text else text


def _rows(tasks: list[Meant], how: Printing) -> list[list[Row]]:
    """The rows as they fall on pages, each page with its header."""
    header = Row(tuple(_cell(how.labels[c], how, bold=how.bold_header) for c in how.order))
    pages: list[list[Row]] = [[header]]
    for number, task in enumerate(tasks, start=1):
        if how.sections and number % 4 == 1:
            roman = ("I", "II", "III")[number // 4]
            pages[-1].append(_wide(roman, f"MỤC SỐ {roman}", how))
        before, after = task.content, ""
        if number in how.cut:
            words = task.content.split(" ")
            before, after = " ".join(words[:4]), " ".join(words[4:])
        values = {
            Column.NUMBER: str(number),
            Column.CONTENT: before,
            Column.LEAD: _names(task.leads, how.joiner),
            Column.COORDINATING: _names(task.helpers, how.joiner),
            Column.TIME: task.when,
            Column.DELIVERABLE: task.deliverable,
        }
        covered = how.merge and number > 1 and tasks[number - 2].leads == task.leads and number - 1 not in how.breaks
        covered = covered and not (how.sections and number % 4 == 1) and number - 1 not in how.cut
        pages[-1].append(Row(tuple(_place(values, c, covered, how) for c in how.order)))
        if number in how.breaks or after:
            pages.append([header])
        if after:
            pages[-1].append(Row(tuple(_cell(after if c is Column.CONTENT else "", how) for c in how.order)))
    return pages


def _wide(number: str, text: str, how: Printing) -> Row:
    if not how.merge:
        blanks = tuple(_cell("", how) for _ in how.order[2:])
        return Row((_cell(number, how), _cell(text, how), *blanks))
    rest = tuple(Cell(covered=True) for _ in how.order[2:])
    return Row((_cell(number, how), Cell(text, span=len(how.order) - 1), *rest))


def _place(values: dict[Column, str], column: Column, covered: bool, how: Printing) -> Cell:
    if column is Column.LEAD and covered:
        return Cell(covered=True)
    return _cell(values[column], how)


def _document(tasks: list[Meant], how: Printing) -> Document:
    head: list[Block] = [
        Paragraph("Số: 12/KH-UBND"),
        Paragraph("Hà Nội, ngày 10 tháng 01 năm 2024"),
        Paragraph("KẾ HOẠCH"),
        Paragraph("Công tác phối hợp năm 2024"),
    ]
    return Document(
        (*head, Paragraph("PHỤ LỤC"), *(Table(tuple(page)) for page in _rows(tasks, how))), "ngau-nhien.txt"
    )


@given(plans())
@settings(max_examples=150)
def test_what_was_printed_is_read_back(printed: tuple[list[Meant], Printing]) -> None:
    tasks, how = printed
    draft = read_plan(_document(tasks, how), Registry({}, {}, {}))
    assert isinstance(draft, PlanDraft)
    assert [" ".join(t.content.split()) for t in draft.plan.tasks] == [t.content for t in tasks]
    for meant, read in zip(tasks, draft.plan.tasks, strict=True):
        leads = [draft.agencies[lead.agency].name for lead in read.leads]
        helpers = [draft.agencies[a].name for a in read.coordinating]
        assert leads == list(meant.leads)
        assert helpers == [_shown(h) for h in meant.helpers if h not in meant.leads]
        assert (read.when, read.deliverable) == (meant.when, meant.deliverable)
        assert read.time is not None
    assert [t.id for t in draft.plan.tasks] == [str(n) for n in range(1, len(tasks) + 1)]
    if how.sections:
        sections = [name for name, _ in groupby(t.section for t in draft.plan.tasks)]
        assert sections == [f"MỤC SỐ {r}" for r in ("I", "II", "III")[: (len(tasks) + 3) // 4]]


def _shown(name: str) -> str:
    return name[:1].upper() + name[1:]


@given(plans())
@settings(max_examples=40)
def test_reading_twice_gives_the_same(printed: tuple[list[Meant], Printing]) -> None:
    document = _document(*printed)
    assert read_plan(document, Registry({}, {}, {})) == read_plan(document, Registry({}, {}, {}))
