"""The words around the dates of a time phrase: "dự kiến", "hoàn thành trước", "hằng năm hoặc đột xuất …".

Each is taken off and noted; what remains must be dates and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.domain.dates.span import Unit


class Limit(Enum):
    """What the words before a date make of it."""

    #: "trong", "cả" or nothing: any day of it.
    WITHIN = auto()
    #: "trước": strictly before its first day.
    BEFORE = auto()
    #: "chậm nhất", "đến hết": its last day at the latest.
    BY = auto()
    #: "đến": read as BY, but a person should confirm.
    UNTIL = auto()
    #: "từ".
    FROM = auto()


@dataclass(frozen=True, slots=True)
class Frame:
    """What the words around the dates say, and the ``core`` that is left to read."""

    core: str
    tentative: bool = False
    on_request: bool = False
    #: "định kỳ", with or without its unit.
    periodic: bool = False
    #: The unit of "hằng năm", "hằng quý", "hằng tháng".
    every: Unit | None = None
    #: "ngày làm việc cuối cùng …": the last day stands for the last working day.
    last_working_day: bool = False


_HANG = re.compile(r"\bhàng (?=năm|quý|tháng|tuần)")
_WORKING = re.compile(r"\bngày làm việc (?=cuối\b)")
#: "ngày cuối cùng của tháng", "ngày cuối mỗi quý" are "cuối tháng", "cuối mỗi quý".
_LAST_DAY = re.compile(r"\b(?:ngày )?cuối(?: cùng)?(?: của| trong)? (?=(?:hằng|mỗi|từng|tháng|quý|năm)\b)")
#: "cuối tháng" of no named month is the end of every month.
_UNNAMED_END = re.compile(r"(?<!tháng )(?<!hạn )\bcuối (?=(?:tháng|quý)(?:\)?$|[ ,]+(?:hằng|mỗi|từng) ))")
_LAST_MONTH = re.compile(r"(?: của)? tháng cuối (?:(?:mỗi|hằng|từng) )?quý(?=\)?$)")

_VERBS = re.compile(
    r"^(?:thời (?:gian|hạn|điểm)(?: (?:thực hiện|hoàn thành|triển khai|tổ chức|báo cáo))?|tiến hành|thực hiện"
    r"|triển khai|tổ chức|(?:làm |thực hiện |hoàn thành )?xong|hoàn tất|hoàn thành"
    r"|(?:gửi )?báo cáo|thường xuyên(?=,? (?:trong|cả|hằng|năm|quý|tháng) ))[ :,]+"
)
_TENTATIVE = re.compile(r"^(?:\(dự kiến\)|dự kiến|khoảng)[ :,]+| ?\(dự kiến\)$")
_BRACKETED = re.compile(r"^\(([^()]*)\)$")
_PERIODIC = re.compile(r"^định kỳ(?:[ :,]+|$)")
_EVERY = re.compile(
    r"^(?:vào )?(?:hằng|mỗi|từng) (năm|quý|tháng|tuần)(?:[ :,]+|$)|(?:,| của)? (?:hằng|mỗi|từng) (năm|quý|tháng|tuần)$"
)
_ON_REQUEST = re.compile(r"[,;]? (?:hoặc|và|hay) (?:đột xuất(?: (?:khi có|theo) yêu cầu)?|(?:khi có|theo) yêu cầu)$")

_DEADLINE = r"(?:(?:chậm|muộn) nhất(?: là)?|hạn(?: chót| cuối(?: cùng)?)?(?: là| vào|:)?)"
#: "17 giờ", "17h00": with an hour the day itself still counts.
_HOUR = r"\d{1,2} ?(?:giờ|h|g)(?: ?\d{2})?(?: ?phút)?,? (?:của )?(?=ngày |thứ |chủ nhật)"
_LIMITS: tuple[tuple[Limit, re.Pattern[str]], ...] = (
    (Limit.BY, re.compile(rf"(?:trước|{_DEADLINE}|không quá) {_HOUR}")),
    (Limit.BY, re.compile(r"(?:trước (?:và|hoặc|hay) (?:trong|đúng)|trong (?:và|hoặc|hay) trước) (?=ngày )")),
    (Limit.BEFORE, re.compile(rf"(?:{_DEADLINE} )?trước ")),
    (Limit.BY, re.compile(rf"{_DEADLINE}(?: vào| đến| trong)?(?: hết)? ")),
    (Limit.BY, re.compile(r"(?:không (?:quá|muộn hơn|chậm hơn)|(?:cho )?(?:đến|tới) hết|hết) ")),
    (Limit.UNTIL, re.compile(r"(?:cho )?(?:đến|tới) ")),
    (Limit.FROM, re.compile(r"(?:kể )?từ ")),
    (Limit.WITHIN, re.compile(r"(?:trong(?: cả)?|vào|cả|suốt) ")),
)


def take_frame(folded: str) -> Frame:
    """The frame of a folded phrase; ``core`` may be empty ("hằng năm")."""
    core = _WORKING.sub("ngày ", _HANG.sub("hằng ", folded))
    working = "ngày làm việc cuối" in folded
    core = _UNNAMED_END.sub("cuối hằng ", _LAST_DAY.sub("cuối ", core))
    frame = Frame(_LAST_MONTH.sub(" tháng cuối hằng quý", f" {core}").strip(), last_working_day=working)
    while (shorter := _peel(frame)) != frame:
        frame = shorter
    return frame


def take_limit(core: str) -> tuple[Limit | None, str]:
    """The limit the core starts with, if any, and the rest."""
    for limit, pattern in _LIMITS:
        match = pattern.match(core)
        if match:
            return limit, core[match.end() :]
    return None, core


_Note = Callable[[Frame, re.Match[str]], Frame]
_PEELS: tuple[tuple[re.Pattern[str], _Note], ...] = (
    (_VERBS, lambda frame, _: frame),
    (_TENTATIVE, lambda frame, _: replace(frame, tentative=True)),
    (_ON_REQUEST, lambda frame, _: replace(frame, on_request=True)),
    (_PERIODIC, lambda frame, _: replace(frame, periodic=True)),
    (_EVERY, lambda frame, match: replace(frame, every=Unit(match[1] or match[2]))),
)


def _peel(frame: Frame) -> Frame:
    """One word group taken off either end; the same frame when there is none."""
    core = _BRACKETED.sub(r"\1", frame.core).strip()
    for pattern, note in _PEELS:
        match = pattern.search(core)
        # "hằng năm … hằng quý" names two rhythms: the second stays and makes the phrase unreadable.
        other_rhythm = pattern is _EVERY and frame.every and match and Unit(match[1] or match[2]) is not frame.every
        if match and not other_rhythm:
            rest = core[: match.start()] + core[match.end() :]
            return replace(note(frame, match), core=rest.strip())
    return replace(frame, core=core)
