"""Time phrases inside running text: found by their first word, taken as long as they can be read."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from bot.domain.dates.time_phrase import LONGEST_PHRASE, TimePhrase, read_time_phrase

_SPACE = re.compile(r"\S+")
#: How a deadline opens in a sentence; "trong năm" says when something is done, not when it is handed in.
_DEADLINE = re.compile(
    r"(?i)(?<!\w)(?:trước (?:và trong )?ngày|trước (?:tháng|quý|ngày|khi hết|thứ|\d{1,2})|(?:chậm|muộn) nhất"
    r"|hạn (?:chót|cuối)"
    r"|không quá ngày|không muộn hơn|trong (?:tháng|quý|tuần|ngày|nửa)|vào (?:ngày|tháng|tuần|quý)|(?:cho )?đến hết"
    r"|từ nay (?:đến|tới)|định kỳ (?:hằng|hàng|\d|6|sáu|mỗi)|(?:hằng|hàng) (?:tháng|quý|tuần)"
    r"|trong vòng|trong thời hạn|trong \d{1,3} ngày|đến (?:ngày|tháng) \d|(?:sáng|chiều) thứ"
    r"|(?:ngày )?thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])(?= (?:hằng|hàng)))(?!\w)"
)
_ANY = re.compile(
    r"(?i)(?<!\w)(?:dự kiến|ngày \d{1,2}(?=[/ ])|quý (?:[ivx]|[1-4]\b)|q[1-4]/|tháng \d|t\d{1,2}/20|cả năm"
    r"|năm 20\d\d|trong năm|theo nhu cầu"
    r"|thường xuyên|hằng năm|hàng năm|từ (?:ngày|tháng|quý|năm)|(?:nửa )?(?:đầu|cuối|giữa) (?:tháng|quý|năm)"
    r"|tuần (?:\d|đầu|cuối))"
)
#: A rhythm alone, though it prints a figure.
_HALF_YEARLY = re.compile(r"(?i)^(?:định kỳ )?(?:0?6|sáu) tháng(?:,? (?:và )?(?:hằng|hàng) năm)?$")
_MOST_WORDS = 16
_TAIL = re.compile(r"(?i)(?<!\s)\s+(?:hoặc|và|hay)\s+(?:đột xuất|khi có yêu cầu).*$")
_ENDS = " \t\r\n\u00a0,;.)/"


#: Words that can only open a deadline; a bare date behind the first one is mostly that of another paper.
_STRICT = re.compile(r"(?i)(?:trước|chậm|muộn|không quá|không muộn|hạn)\b")
#: "định kỳ hằng quý, " before "chậm nhất ngày 20 tháng cuối quý" says nothing more.
_RHYTHM = re.compile(r"(?i)^(?:định kỳ )?(?:hằng|hàng|mỗi) (?:năm|quý|tháng)[\s,(]+(?=(?:trước|chậm|muộn|vào|ngày)\b)")


#: A day that names another paper, and the figures of an older period.
_CITED = re.compile(
    r"(?:(?i:số)\s*:?\s*\d[\w/.&-]*(?:\s*[-/]\s*[\wĐ&-]+)*|(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Hiến pháp)"
    r"(?: (?!trước|chậm|hạn|đến|hoàn|trình)[^\s,;.:()\d]+){0,16}?|(?i:bản tin|(?:phiên|cuộc)? ?họp|công văn"
    r"|văn bản|tờ trình"
    r"|báo cáo|hội nghị|điện))(?: (?:được )?(?:ban hành|thông qua))?,?\s+(?P<day>ngày\s+\d{1,2}(?:\s*[/.-]\s*\d{1,2}"
    r"\s*[/.-]\s*\d{4}|\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?))"
)
#: "(nội dung do Phòng B cung cấp trước 30/4/2026)".
_OTHERS = re.compile(r"\([^()]{0,60}\b(?:do|bởi|yêu cầu|hạn gửi)\b[^()]{3,120}\)")
#: A year alone says of what year something is, unless something is to be done in it.
_BARE_YEAR = re.compile(r"(?i)^(?:trong |cả )?năm(?: \d{4})?$")
_DONE_BY = re.compile(
    r"(?i)(?:hoàn thành|xong|thực hiện|triển khai|thời gian[^,;:]*:?|tiến độ[^,;:]*:?)[ :,]*(?:trong )?$"
)


def without_citations(text: str) -> str:
    """The text, as long as before, with the days of papers it cites blanked."""

    def blank(match: re.Match[str]) -> str:
        start = match.start("day") - match.start()
        return match.group()[:start] + "\0" * (len(match.group()) - start)

    return _CITED.sub(blank, text)


def _without_others(text: str) -> str:
    """Brackets that say what somebody else does by when ("nội dung do Phòng B cung cấp trước 30/4") blanked."""
    return _OTHERS.sub(lambda m: "\0" * len(m.group()), text)


def find_time(text: str, year: int | None, *, deadlines_only: bool = True) -> str | None:
    """The first time phrase of a sentence as printed, or None.

    ``deadlines_only``: only words that set a date by which something is handed in; otherwise any time ("Quý II/2024").
    """
    found = find_times(text, year, deadlines_only=deadlines_only)
    return found[0][1] if found else None


@lru_cache(maxsize=4096)
def find_times(text: str, year: int | None, *, deadlines_only: bool = True) -> tuple[tuple[int, str], ...]:
    """Time phrases of a sentence and where they begin: the first, and every further "trước …", "chậm nhất …".

    A rhythm alone ("hằng quý") is given only where no phrase has a date.
    """
    text = _without_others(without_citations(text))
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
        is_dated = not deadlines_only or (any(c.isdigit() for c in phrase) and not _HALF_YEARLY.match(phrase))
        (dated if is_dated else vague).append((text.index(phrase, start), phrase))
    return tuple(dated or vague[:1])


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


def is_bare_year(phrase: str) -> bool:
    """ "năm 2026" and no more."""
    return bool(_BARE_YEAR.match(phrase))


def is_done_by(before: str) -> bool:
    """The words before a time say that something is done by it."""
    return bool(_DONE_BY.search(before))
