"""The conversation's state: small, frozen, the same on every channel; as JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from typing import Any

from bot.domain.answers.status_report import Status
from bot.domain.dates.refusal import DateFault, DateRefusal
from bot.domain.intent.intent import Reading


class StateName(StrEnum):
    """Every state; each is one question, ``IDLE`` is none. Drawn in docs/conversation.md."""

    IDLE = "idle"
    CHOOSE_OCCURRENCE = "choose_occurrence"
    ANSWERED_ALREADY = "answered_already"
    CONSOLIDATION = "consolidation"
    TASK_STATUS = "task_status"
    TASK_PERCENT = "task_percent"
    TASK_COMPLETED_ON = "task_completed_on"
    TASK_RESULT = "task_result"
    DIFFICULTY = "difficulty"
    CAUSE = "cause"
    BEYOND_AUTHORITY = "beyond_authority"
    PROPOSAL = "proposal"
    PROPOSAL_TO = "proposal_to"
    FILES = "files"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_DATE = "document_date"
    REVIEW = "review"
    EDIT_PART = "edit_part"
    EDIT_TASK = "edit_task"
    PLACE_TEXT = "place_text"
    CONFIRM_CANCEL = "confirm_cancel"
    INTERRUPTED = "interrupted"
    CHOOSE_YEAR = "choose_year"
    CHOOSE_TASK = "choose_task"
    CONFIRM_READING = "confirm_reading"
    SNOOZE_WHEN = "snooze_when"
    SNOOZE_DATE = "snooze_date"
    DISCLAIM_TASK = "disclaim_task"
    DISCLAIM_REASON = "disclaim_reason"
    DISCLAIM_PERSON = "disclaim_person"
    DISCLAIM_CONFIRM = "disclaim_confirm"
    LEAVE_EXISTING = "leave_existing"
    LEAVE_START = "leave_start"
    LEAVE_END = "leave_end"
    LEAVE_STAND_IN = "leave_stand_in"
    LEAVE_CONFIRM = "leave_confirm"


class Coverage(StrEnum):
    """How much of an occurrence a draft answers."""

    WHOLE = "whole"
    #: One task of a report: recorded, the report itself stays open.
    ONE_TASK = "one_task"
    #: The consolidating agency's own tasks: recorded, the consolidated report stays open.
    OWN_TASKS = "own_tasks"
    #: "Đã gửi báo cáo tổng hợp": number and date only.
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """What was said about one task so far; ``status`` None: only a text was, and the status is still asked."""

    status: Status | None
    percent: int | None = None
    completed_on: date | None = None
    expected_on: date | None = None
    result: str | None = None
    difficulty: str | None = None
    #: False: already recorded under this occurrence and not touched by the correction.
    changed: bool = True


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file already in the store."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report being put together; nothing of it counts before "Gửi"."""

    occurrence: str
    #: Task ids to go through, in plan order.
    tasks: tuple[str, ...]
    part: Coverage = Coverage.WHOLE
    answers: Mapping[str, TaskAnswer] = field(default_factory=dict)
    #: Index of the task being asked about.
    at: int = 0
    #: Jumped here from the review card: go back there after the answer.
    editing: bool = False
    #: Replaces an answer given earlier under the same occurrence.
    correcting: bool = False
    #: Text that belongs to no task ("nội dung khác").
    note: str | None = None
    difficulty: str | None = None
    cause: str | None = None
    beyond_authority: bool = False
    proposal: str | None = None
    proposal_to: str | None = None
    files: tuple[GivenFile, ...] = ()
    document_number: str | None = None
    document_date: date | None = None

    @property
    def task(self) -> str | None:
        """Id of the task being asked about; None when the draft has none."""
        return self.tasks[self.at] if self.at < len(self.tasks) else None

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Indexes of the tasks still to be asked, from the current one on and then around."""
        order = (*range(self.at, len(self.tasks)), *range(self.at))
        return tuple(i for i in order if not self.has_status(self.tasks[i]))

    def has_status(self, task_id: str) -> bool:
        """True once the task's status is known."""
        return task_id in self.answers and self.answers[task_id].status is not None

    @property
    def has_content(self) -> bool:
        """True when cancelling would throw something away."""
        texts = (self.note, self.difficulty, self.proposal, self.document_number)
        return any(a.changed for a in self.answers.values()) or any(texts) or bool(self.files)

    def answered(self, task_id: str, answer: TaskAnswer) -> ReportDraft:
        """The draft with that answer put in."""
        return replace(self, answers={**self.answers, task_id: answer})


@dataclass(frozen=True, slots=True)
class Form:
    """What the side flows (choosing, snooze, disclaim, leave, reading) have gathered."""

    #: What the chosen occurrence is for: a ``DigestAction`` value.
    purpose: str = ""
    #: Occurrence keys behind the choices o1, o2 …
    keys: tuple[str, ...] = ()
    #: (occurrence key, task id) behind the choices t1, t2 …
    pairs: tuple[tuple[str, str], ...] = ()
    #: Occurrences the flow is about.
    chosen: tuple[str, ...] = ()
    task: str | None = None
    reason: str = ""
    person: str | None = None
    person_name: str | None = None
    start: date | None = None
    end: date | None = None
    #: Dates between which the person is asked to choose.
    dates: tuple[date, ...] = ()
    #: Typed where a tap was asked; waits to be placed.
    text: str = ""
    reading: Reading | None = None
    #: What the person wanted when a half-finished report stood in the way.
    pending: str = ""
    pending_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waypoint:
    name: StateName
    at: int = 0


#: Turns of a new conversation count from here in seconds, so that they never repeat after data were deleted.
TURN_EPOCH = datetime(2022, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ConversationState:
    """Where a chat stands. Buttons carry ``turn``; any other turn's buttons are old."""

    name: StateName = StateName.IDLE
    turn: int = 0
    #: Choice ids of the current turn, in the order shown.
    offered: tuple[str, ...] = ()
    #: The day the question was asked: "hôm nay" on a button means that day.
    asked_on: date | None = None
    draft: ReportDraft | None = None
    form: Form = field(default_factory=Form)
    trail: tuple[Waypoint, ...] = ()
    #: Text typed before it was known which report it belongs to.
    held: str = ""
    #: Files sent before it was known which report they belong to.
    held_files: tuple[GivenFile, ...] = ()
    #: A very long text was just taken into this field ("result", "difficulty" …) of this task at this moment:
    #: the phone app cuts at 4,096 characters, so the next message may be its rest.
    long_field: str = ""
    long_task: str | None = None
    long_at: datetime | None = None

    @property
    def has_unsent(self) -> bool:
        """True when leaving the report under way would throw something away."""
        waiting = bool(self.form.text) or self.form.reading is not None
        return self.draft is not None and (self.draft.has_content or waiting)

    @property
    def files(self) -> frozenset[int]:
        """Ids of the files that wait in the chat for a report."""
        given = (*self.held_files, *(self.draft.files if self.draft is not None else ()))
        return frozenset(file.id for file in given)

    @staticmethod
    def fresh(now: datetime) -> ConversationState:
        """A new conversation whose turns differ from any earlier one's in the same chat."""
        return ConversationState(turn=max(0, int((now - TURN_EPOCH).total_seconds())))


# As JSON, and back

VERSION = 1

Json = dict[str, Any]


def state_to_json(state: ConversationState) -> Json:
    """JSON-ready values with the format's version; empty fields are left out."""
    return {"version": VERSION, **asdict(state, dict_factory=_filled)}


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


def _filled(fields_of: list[tuple[str, object]]) -> Json:
    # 0 is an answer; False is not.
    return {k: _plain(v) for k, v in fields_of if v is not False and v not in (None, "", (), {})}


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(v) for v in value] if isinstance(value, (tuple, list)) else value


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
    given["bad_date"] = _refusal(given.get("bad_date"))
    _dates(given, "completed_on", "expected_on")
    return Reading(**given)


def _refusal(data: object) -> DateRefusal | None:
    """None also for the sentence that earlier versions stored here: the person sees and corrects what was read."""
    if not isinstance(data, Mapping):
        return None
    return DateRefusal(DateFault(data["fault"]), tuple(map(str, data.get("about", ()))))


def _files(data: Any) -> tuple[GivenFile, ...]:
    return tuple(GivenFile(int(f["id"]), str(f["name"])) for f in data)


def _known(record: Any, data: Json) -> Json:
    names = {f.name for f in fields(record)}
    return {k: v for k, v in data.items() if k in names}


def _dates(given: Json, *names: str) -> None:
    for name in names:
        if given.get(name):
            given[name] = date.fromisoformat(given[name])
