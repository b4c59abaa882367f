"""The conversation's state as JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from enum import Enum
from typing import Any, cast

from bot.domain.answers.status_report import Status
from bot.domain.conversation.states import (
    ConversationState,
    Coverage,
    Form,
    GivenFile,
    ReportDraft,
    StateName,
    TaskAnswer,
    Waypoint,
)
from bot.domain.intent.intent import Reading

VERSION = 1

Json = dict[str, Any]


def state_to_json(state: ConversationState) -> Json:
    """JSON-ready values with the format's version; empty fields are left out."""
    return {"version": VERSION, **cast(Json, _plain(asdict(state)))}


def state_from_json(data: object, now: datetime) -> tuple[ConversationState, bool]:
    """The stored state, and True when it could not be read and a fresh one stands in for it.

    ``now`` is only used for the fresh one, whose turns must differ from all earlier ones.
    """
    if not isinstance(data, Mapping):
        return ConversationState.fresh(now), data is not None
    try:
        if data["version"] != VERSION:
            raise ValueError(data["version"])
        return _state({str(k): v for k, v in data.items()}), False
    except (KeyError, TypeError, ValueError, AttributeError):
        return ConversationState.fresh(now), True


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items() if v not in (None, "", (), {}, False)}
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    return value


def _state(data: Json) -> ConversationState:
    return ConversationState(
        name=StateName(data["name"]),
        turn=int(data.get("turn", 0)),
        offered=tuple(data.get("offered", ())),
        asked_on=date.fromisoformat(data["asked_on"]) if data.get("asked_on") else None,
        draft=_draft(data["draft"]) if data.get("draft") else None,
        form=_form(data.get("form", {})),
        trail=tuple(Waypoint(StateName(p["name"]), int(p.get("at", 0))) for p in data.get("trail", ())),
        held=str(data.get("held", "")),
        held_files=_files(data.get("held_files", ())),
        long_field=str(data.get("long_field", "")),
        long_task=data.get("long_task"),
        long_at=datetime.fromisoformat(data["long_at"]) if data.get("long_at") else None,
    )


def _draft(data: Json) -> ReportDraft:
    given = _known(ReportDraft, data)
    given["tasks"] = tuple(given.get("tasks", ()))
    given["part"] = Coverage(given.get("part", Coverage.WHOLE))
    given["answers"] = {str(k): _answer(v) for k, v in given.get("answers", {}).items()}
    given["files"] = _files(given.get("files", ()))
    _dates(given, "document_date")
    return ReportDraft(**given)


def _answer(data: Json) -> TaskAnswer:
    given = _known(TaskAnswer, data)
    given["status"] = Status(given["status"]) if given.get("status") else None
    # ``False`` is left out when stored, and this field's default is True.
    given["changed"] = bool(given.get("changed", False))
    _dates(given, "completed_on", "expected_on")
    return TaskAnswer(**given)


def _form(data: Json) -> Form:
    given = _known(Form, data)
    for name in ("keys", "chosen", "pending_keys"):
        given[name] = tuple(given.get(name, ()))
    given["pairs"] = tuple((str(a), str(b)) for a, b in given.get("pairs", ()))
    given["dates"] = tuple(date.fromisoformat(d) for d in given.get("dates", ()))
    given["reading"] = _reading(given["reading"]) if given.get("reading") else None
    _dates(given, "start", "end")
    return Form(**given)


def _reading(data: Json) -> Reading:
    given = _known(Reading, data)
    given["text"] = str(given.get("text", ""))
    given["status"] = Status(given["status"]) if given.get("status") else None
    given["dates"] = tuple(date.fromisoformat(d) for d in given.get("dates", ()))
    _dates(given, "completed_on", "expected_on")
    return Reading(**given)


def _files(data: Any) -> tuple[GivenFile, ...]:
    return tuple(GivenFile(int(f["id"]), str(f["name"])) for f in data)


def _known(record: Any, data: Json) -> Json:
    names = {f.name for f in fields(record)}
    return {k: v for k, v in data.items() if k in names}


def _dates(given: Json, *names: str) -> None:
    for name in names:
        if given.get(name):
            given[name] = date.fromisoformat(given[name])
