"""Pieces every message is made of: escaping, dates, numbers, plan references, forms of address."""

from __future__ import annotations

from datetime import date, datetime
from html import escape

from bot.domain.answers.owed import Owed, ReportState
from bot.domain.plan.plan import Agency, Person, Plan
from bot.domain.text import visible

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

#: Localities whose name an agency's bare name may need on a phone screen.
LOCALITY_NAMES = {"ha-noi": "Hà Nội", "tp-hcm": "TP.HCM", "nghe-an": "Nghệ An"}


def esc(text: str) -> str:
    """``text`` as typed by a person, safe inside the HTML subset of messages."""
    return escape(text, quote=False)


def file_name(name: str) -> str:
    """The name of a file somebody sent, escaped, with what would not be seen made visible."""
    return esc(visible(name))


def bold(text: str) -> str:
    return f"<b>{escape(text, quote=False)}</b>"


def date_text(day: date) -> str:
    """ "13/09/2024"."""
    return f"{day:%d/%m/%Y}"


def weekday_text(day: date) -> str:
    """ "thứ Sáu"."""
    return WEEKDAYS[day.weekday()]


def day_text(day: date) -> str:
    """ "thứ Sáu 13/09/2024"."""
    return f"{weekday_text(day)} {date_text(day)}"


def moment_text(at: datetime) -> str:
    """ "08 giờ 05 ngày 04/09/2024"."""
    return f"{at:%H} giờ {at:%M} ngày {date_text(at.date())}"


def two_digits(number: int) -> str:
    """Numbers under ten as 01 … 09, as offices write them."""
    return f"{number:02d}"


def due_text(due: date, *, strict: bool) -> str:
    """The date as the paper gives it: "trước ngày 15/09/2024", otherwise "ngày 31/12/2023"."""
    return f"trước ngày {date_text(due)}" if strict else f"ngày {date_text(due)}"


def plan_reference(plan: Plan) -> str:
    """How a message cites a plan: number and date; a number that is blank on paper stays blank."""
    if plan.code:
        dated = f" ngày {date_text(plan.signed_on)}" if plan.signed_on else ""
        return f"Kế hoạch số {plan.code}{dated}"
    name = plan.short_title or plan.title
    year = f" năm {plan.year}" if plan.year and str(plan.year) not in name else ""
    dated = f" ngày {date_text(plan.signed_on)}" if plan.signed_on else year
    return f"Kế hoạch “{name}”{dated} (chưa ghi số)"


def plan_short(plan: Plan) -> str:
    """For a list on a small screen: the number, else the short title."""
    return plan.code or plan.short_title or plan.title


def agency_label(agency: Agency) -> str:
    """Short name for a phone screen, with the city where the name alone is not unique."""
    label = agency.short or agency.name
    city = LOCALITY_NAMES.get(agency.locality, "")
    return label if not city or city.casefold() in label.casefold() else f"{label} {city}"


def report_state(unit: Owed) -> str:
    """Where a unit stands at a report date, in the three words that are the same everywhere."""
    if unit.state is ReportState.PARTIAL:
        return f"mới có {two_digits(unit.filled)}/{two_digits(len(unit.rows))} nhiệm vụ"
    return "đã báo cáo đủ" if unit.state is ReportState.COMPLETE else "chưa trả lời"


def unit_text(agency: Agency, unit: Owed) -> str:
    """ "Sở Du lịch – mới có 02/05 nhiệm vụ"."""
    return f"{agency_label(agency)} – {report_state(unit)}"


def salutation(person: Person, agency: Agency) -> str:
    """ "Kính gửi đồng chí Trần Công Huy, Sở Du lịch TP.HCM." Gender is never guessed (domain-rules §6.3)."""
    return f"Kính gửi đồng chí {person.name}, {agency_label(agency)}."


def task_label(task_id: str, content: str = "") -> str:
    """ "<b>6.</b> Đẩy mạnh …", escaped; a dash that begins the content on paper is left out."""
    return f"{bold(f'{task_id}.')} {esc(plain_content(content))}" if content else bold(f"{task_id}.")


def plain_content(content: str) -> str:
    """Without the dash that begins it on paper."""
    return content.lstrip("-–+• ")


def shorten(text: str, limit: int) -> str:
    """One line of at most ``limit`` characters, cut between words with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;.-")
    return f"{cut}…"
