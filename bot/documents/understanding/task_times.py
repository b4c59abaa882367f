"""Time phrases inside running text: found by their first word, taken as long as they can be read."""

from __future__ import annotations

import re
from itertools import islice

from bot.domain.dates.time_phrase import LONGEST_PHRASE, TimePhrase, read_time_phrase

_SPACE = re.compile(r"\S+")
#: How a deadline opens in a sentence; "trong năm" says when something is done, not when it is handed in.
_DEADLINE = re.compile(
    r"(?i)(?<!\w)(?:trước (?:và trong )?ngày|trước (?:tháng|quý|ngày|khi hết)|trước(?= \d)|(?:chậm|muộn) nhất"
    r"|hạn (?:chót"
    r"|cuối)|không quá ngày|không muộn hơn"
    r"|trong (?:tháng|quý|tuần|ngày)|vào (?:ngày|tháng|tuần|quý)|(?:cho )?đến hết|ngày \d{1,2}[/ ]"
    r"|định kỳ (?:hằng|hàng|\d|6|mỗi)"
    r"|(?:hằng|hàng) (?:tháng|quý)|trong vòng|trong thời hạn)(?!\w)"
)
_ANY = re.compile(
    r"(?i)(?<!\w)(?:dự kiến|quý [ivx\d]|tháng \d|cả năm|năm 20\d\d|trong năm|theo nhu cầu|thường xuyên|hằng năm"
    r"|hàng năm|từ (?:ngày|tháng|quý|năm))"
)
_MOST_WORDS = 16
_TAIL = re.compile(r"(?i)(?<!\s)\s+(?:hoặc|và|hay)\s+(?:đột xuất|khi có yêu cầu).*$")
_ENDS = " \t\r\n\u00a0,;.)/"


#: Words that can only open a deadline; a bare date behind the first one is mostly that of another paper.
_STRICT = re.compile(r"(?i)(?:trước|chậm|muộn|không|hạn)\b")
#: "định kỳ hằng quý, " before "chậm nhất ngày 20 tháng cuối quý" says nothing more.
_RHYTHM = re.compile(r"(?i)^(?:định kỳ )?(?:hằng|hàng|mỗi) (?:năm|quý|tháng)[\s,(]+(?=(?:trước|chậm|muộn|vào|ngày)\b)")


def find_time(text: str, year: int | None, *, deadlines_only: bool = True) -> str | None:
    """The first time phrase of a sentence as printed, or None.

    ``deadlines_only``: only words that set a date by which something is handed in; otherwise any time ("Quý II/2024").
    """
    found = find_times(text, year, deadlines_only=deadlines_only)
    return found[0][1] if found else None


def find_times(text: str, year: int | None, *, deadlines_only: bool = True) -> list[tuple[int, str]]:
    """Time phrases of a sentence and where they begin: the first, and every further "trước …", "chậm nhất …".

    A rhythm alone ("hằng quý") is given only where no phrase has a date.
    """
    starts = [m.start() for m in _DEADLINE.finditer(text)]
    if not deadlines_only:
        starts = sorted({*starts, *(m.start() for m in _ANY.finditer(text))})
    dated: list[tuple[int, str]] = []
    vague: list[tuple[int, str]] = []
    for start in starts:
        if dated and (start < dated[-1][0] + len(dated[-1][1]) or not _STRICT.match(text, start)):
            continue
        phrase = _without_rhythm(_longest(text[start : start + LONGEST_PHRASE], year), year)
        # "ngày 20 tháng cuối" alone is half of "ngày 20 tháng cuối quý".
        if not phrase or (phrase.endswith("tháng cuối") and text[start + len(phrase) :].startswith(" quý")):
            continue
        is_dated = any(letter.isdigit() for letter in phrase) or not deadlines_only
        (dated if is_dated else vague).append((text.index(phrase, start), phrase))
    return dated or vague[:1]


def _without_rhythm(phrase: str | None, year: int | None) -> str | None:
    shorter = _RHYTHM.sub("", phrase) if phrase else ""
    return shorter if phrase and shorter.count("(") == shorter.count(")") and _says_when(shorter, year) else phrase


def _longest(text: str, year: int | None) -> str | None:
    ends = [m.end() for m in islice(_SPACE.finditer(text), _MOST_WORDS)]
    for end in reversed(ends):
        candidate = _TAIL.sub("", text[:end]).rstrip(_ENDS)
        for spelling in (candidate, candidate.rstrip(",;.)")):
            if spelling.count("(") == spelling.count(")") and _says_when(spelling, year):
                return spelling
    return None


def _says_when(text: str, year: int | None) -> bool:
    # Whether "trước ngày 29/02" comes again each year is said elsewhere in the sentence.
    read = read_time_phrase(text, plan_year=year or 2000, repeats=True)
    return isinstance(read, TimePhrase) and bool(read.windows or read.period or read.recurring)
