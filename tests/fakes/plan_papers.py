"""Plans as papers: what stands on them, before a file format is chosen. From the shipped schedules, or at random."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from tests.data import shipped


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the paper that is centred and bold."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the header once, every row as wide as the header; ``\\n`` stands for a line break inside a cell."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def pages(self, rows_per_page: int | None) -> list[list[tuple[str, ...]]]:
        """The rows as they fall on pages, the header on top of each."""
        size = rows_per_page or max(1, len(self.rows))
        return [[self.header, *self.rows[at : at + size]] for at in range(0, len(self.rows), size)]


@dataclass(frozen=True, slots=True)
class Paper:
    """A plan from the first to the last line."""

    name: str
    parts: tuple[str | Heading | Grid, ...]

    @property
    def grids(self) -> list[Grid]:
        return [part for part in self.parts if isinstance(part, Grid)]

    def longer(self, times: int) -> Paper:
        """The same paper with the rows of its tables so many times over."""
        parts = (replace(part, rows=part.rows * times) if isinstance(part, Grid) else part for part in self.parts)
        return replace(self, parts=tuple(parts))


def shortened(paper: Paper, rows: int) -> Paper:
    """The paper with only the first rows of its tables."""
    parts = (replace(part, rows=part.rows[:rows]) if isinstance(part, Grid) else part for part in paper.parts)
    return replace(paper, parts=tuple(parts))


HEADERS = {
    shipped.P188: (
        "TT",
        "Sở, ngành, UBND các quận, huyện, thị xã",
        "Đơn vị đầu mối tại các địa phương bạn",
        "Nội dung/Lĩnh vực triển khai hợp tác",
        "Thời gian thực hiện",
        "Ghi chú",
    ),
    shipped.HN_HCM: ("TT", "NỘI DUNG", "CƠ QUAN CHỦ TRÌ", "CƠ QUAN PHỐI HỢP"),
    shipped.P4778: (
        "STT",
        "Nội dung công việc",
        "Cơ quan chủ trì",
        "Đầu mối liên hệ",
        "Sản phẩm",
        "Thời gian thực hiện",
        "Ghi chú",
    ),
}


def shipped_paper(key: str) -> Paper:
    """The plan ``key`` of ``schedules/`` laid out like its paper: letterhead, reports in running text, appendix."""
    plan = shipped.plan(key)
    reports = [f"- {_name(r['to'])}: {r['content']}, {r['due']}." for r in plan["reports"] if r.get("due")]
    parts: list[str | Heading | Grid] = [
        f"Số: {plan['plan'] or '     /KH-UBND'}",
        Heading("KẾ HOẠCH"),
        Heading(plan["title"].strip()),
        *(base.strip().rstrip(";.") + ";" for base in plan.get("legal_bases", ())),
        Heading("TỔ CHỨC THỰC HIỆN"),
        *reports,
        Heading("PHỤ LỤC"),
        Grid(HEADERS[key], _rows(key)),
    ]
    return Paper(key, tuple(parts))


def shipped_office_paper(key: str) -> Paper:
    """``shipped_paper`` with what stands over and under it: the office, place and day, and who signed."""
    plan, paper = shipped.plan(key), shipped_paper(key)
    place = "Hà Nội" if plan["locality"] == "ha-noi" else "Thành phố Hồ Chí Minh"
    number, *body = paper.parts
    day = plan.get("signed_on")
    dated = f"ngày {day:%d} tháng {day.month} năm {day.year}" if day else f"ngày      tháng      năm {plan['year']}"
    signed = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", plan["signer"]]
    foot = body.index(Heading("PHỤ LỤC"))
    head = [f"ỦY BAN NHÂN DÂN {place.upper()}", number, f"{place}, {dated}"]
    attached = f"{day:%d/%m/%Y}" if day else f"     /     /{plan['year']}"
    caption = f"(Kèm theo Kế hoạch {str(number).lower()} ngày {attached} của UBND {place})"
    upper = body[: body.index(Heading("TỔ CHỨC THỰC HIỆN"))]
    return Paper(key, (*head, *upper, *_duties(plan), *signed, body[foot], caption, *body[foot + 1 :]))


def _duties(plan: dict[str, Any]) -> list[str | Heading]:
    """Who reports what to whom, in the words in which such papers say it; what has no sender of its own comes last."""
    period = [f"1. Thời gian thực hiện: {plan['when']}."] if plan.get("when") else []
    duties = [_duty(rule) for rule in plan["reports"] if "khó khăn" not in rule["content"].lower()]
    lines = [line for n, (who, what) in enumerate(duties, start=1) for line in (f"{n}. {who}:", f"- {what}.")]
    trouble = [_trouble(rule) for rule in plan["reports"] if "khó khăn" in rule["content"].lower()]
    return [Heading("I. NHIỆM VỤ"), *period, Heading("II. TỔ CHỨC THỰC HIỆN"), *lines, *trouble]


def _duty(rule: dict[str, Any]) -> tuple[str, str]:
    content, due = rule["content"].strip(), rule.get("due")
    content = content[0].lower() + content[1:]
    asked = " hoặc đột xuất khi có yêu cầu" if rule.get("on_request") else ""
    if not due:
        return (
            "Giao các sở, ban, ngành, doanh nghiệp thuộc Thành phố chủ trì",
            f"Xây dựng {content}, gửi UBND Thành phố",
        )
    if rule["from"] == ["lead_agencies"]:
        yearly = " định kỳ hàng năm" if rule.get("every") else ""
        sent = f"gửi {_name(rule['to'])} tổng hợp chung, báo cáo UBND Thành phố"
        return (
            "Giám đốc các Sở, thủ trưởng các ban, ngành, cơ quan, đơn vị",
            f"Báo cáo{yearly} {content} {due}{asked}, {sent}",
        )
    content = content.removeprefix("tổng hợp ").removeprefix("báo cáo ")
    return f"Giao {_name(rule['from'][0])}", f"Tổng hợp {content}, báo cáo UBND Thành phố {due}{asked}"


def _trouble(rule: dict[str, Any]) -> str:
    content = rule["content"].strip()
    told = "kịp thời báo cáo UBND Thành phố xem xét, quyết định"
    if not rule["to"].startswith("ubnd"):
        told = f"các đơn vị thông tin kịp thời về {_name(rule['to'])}"
    return f"Các sở, ban, ngành, đơn vị liên quan nếu có {content[0].lower()}{content[1:]}, {told}."


def _rows(key: str) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    section = None
    width = len(HEADERS[key])
    for task in shipped.plan(key)["tasks"]:
        if task.get("section") != section:
            section = task.get("section")
            number = task["id"].split(".")[0] if "." in task["id"] else "I"
            rows.append((number, section or "", *[""] * (width - 2)))
        rows.append(_task_row(key, task))
    return tuple(rows)


def _task_row(key: str, task: dict[str, Any]) -> tuple[str, ...]:
    leads = "; ".join(map(_lead, task["lead"]))
    content, when = _text(task["content"]), _text(task.get("when"))
    if key == shipped.P188:
        partners = "; ".join(task.get("partners", ()))
        return (task["id"], leads, partners, content, when, _text(task.get("remark")))
    if key == shipped.HN_HCM:
        helpers = "\n".join(f"- {_name(agency)}" for agency in task.get("coordinating", ()))
        return (task["id"], content, leads, helpers)
    contacts = " - ".join(_contact(person) for person in task.get("contacts", ()))
    return (task["id"], content, leads, contacts, _text(task.get("deliverable")), when, _text(task.get("remark")))


def _lead(lead: str | dict[str, str]) -> str:
    return f"{_name(lead['agency'])} ({lead['scope']})" if isinstance(lead, dict) else _name(lead)


def _contact(person_id: str) -> str:
    person = shipped.PEOPLE[person_id]
    words = (person.get("prefix"), person["name"], person.get("title"), person.get("unit"))
    return " ".join(word for word in words if word) + ": 0900.000.001"


def _name(agency_id: str) -> str:
    return str(shipped.AGENCIES[agency_id]["name"])


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


_PHRASES = (
    "xây dựng kế hoạch tổ chức hội nghị xúc tiến đầu tư thương mại du lịch nông nghiệp quảng bá kết nối cung cầu "
    "chuyển giao công nghệ đào tạo nguồn nhân lực bảo vệ môi trường (giai đoạn 2023-2025) cải cách hành chính"
)
_WORDS = st.sampled_from(_PHRASES.split())
_AGENCIES = st.sampled_from(
    (
        "Sở Du lịch",
        "Sở Công Thương",
        "Sở Kế hoạch và Đầu tư",
        "Sở Văn hóa, Thể thao và Du lịch",
        "UBND quận Ba Đình",
        "",
    )
)
_TIMES = st.sampled_from(("Quý III/2024", "Năm 2024", "Tháng 6,12/2024", "trước ngày 30/6/2024", "Cả năm", ""))


def _sentence(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(_WORDS, min_size=least, max_size=most).map(lambda words: " ".join(words).capitalize() + ".")


@st.composite
def random_papers(draw: st.DrawFn) -> Paper:
    """A plan of one to thirty tasks: words, agencies and times drawn, some cells blank, some with several lines."""
    rows: list[tuple[str, ...]] = []
    for number in range(1, draw(st.integers(1, 30)) + 1):
        if draw(st.integers(0, 5)) == 0:
            rows.append(("I" * draw(st.integers(1, 3)), draw(_sentence(2, 8)), "", "", ""))
        content = "\n".join(draw(st.lists(_sentence(3, 40), min_size=1, max_size=3)))
        helpers = draw(st.lists(_AGENCIES.filter(bool), max_size=3, unique=True))
        rows.append((str(number), content, draw(_AGENCIES), "\n".join(f"- {name}" for name in helpers), draw(_TIMES)))
    header = ("TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian")
    body = draw(st.lists(_sentence(4, 60), min_size=1, max_size=5))
    return Paper("ngau-nhien", (Heading("KẾ HOẠCH"), *body, Heading("PHỤ LỤC"), Grid(header, tuple(rows))))
