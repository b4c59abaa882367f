"""The templates, with the Vietnamese they need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.messages.board import board_texts as say
from bot.messages.common import agency_label, plan_reference, shorten

FOLDER = Path(__file__).parent.parent

_environment = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(
    agency_label=agency_label,
    agency_on_paper=say.agency_on_paper,
    answer_text=say.answer_text,
    asked_text=say.asked_text,
    contact_text=say.contact_text,
    disclaim_text=say.disclaim_text,
    plan_reference=plan_reference,
    report_date_subject=say.report_date_subject,
    row_state_label=say.ROW_STATE_LABEL,
    short_moment=say.short_moment,
    shorten=shorten,
    task_content=say.task_content,
    task_flags=say.task_flags,
    task_status_text=say.task_status_text,
)


def page(name: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """The template ``name`` filled in; StrictUndefined makes a forgotten value an error."""
    return HTMLResponse(_environment.get_template(name).render(values), status_code=status)


def message_page(text: str, status: int) -> HTMLResponse:
    """One sentence and a way back."""
    return page("message.html", {"text": text}, status)
