"""The one grammar of days: "15/9", "15-9-2024", "15 . 9 . 24", "ngày 15 tháng 9 năm 2024", "ngày 15".

A day in a plan, in a chat, in a sentence and in a letterhead is read by these forms. What differs between them (forms
that could mean something else there, two-digit years, which year is meant) is said by the caller. The forms match
folded text (``bot.domain.text.fold``) with or without diacritics; spaces may stand around the separators.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.dates.span import YEARS
from bot.domain.text import fold


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day as written; month and year are None where they are not. It need not exist in the calendar."""

    day: int
    month: int | None
    year: int | None


_DAY, _MONTH = r"(?<!\d)(?P<day>\d{1,2})", r"(?P<month>\d{1,2})"
_FULL_YEAR = r"(?P<year>\d{4})(?!\d)"
_ANY_YEAR = r"(?P<year>\d{4}|\d{2})(?!\d)"
_YEAR_WORD = r",?\s?(?:c[ủu]a )?n[ăa]m "
_BARE = rf"{_DAY}(?!\d)"


def _dashed(year: str) -> str:
    return rf"{_DAY}\s?-\s?{_MONTH}\s?-\s?{year}"


def _slashed(year: str, marks: str = "/.") -> str:
    return rf"{_DAY}\s?[{marks}]\s?{_MONTH}\s?[/.-]\s?{year}"


def _written(year: str) -> str:
    return rf"{_DAY} th[áa]ng {_MONTH}(?!\d)(?:(?:[/.-]|{_YEAR_WORD}){year})?"


def _short(marks: str, year: str | None) -> str:
    """Without a year, or with "năm …" behind; never the beginning of something longer ("5-20/4")."""
    named = rf"(?:{_YEAR_WORD}{year})?" if year else ""
    return rf"{_DAY}\s?[{marks}]\s?{_MONTH}(?!\d|\s?[/-]\s?\d|\.\d| th[áa]ng){named}"


def _slash_short(year: str) -> str:
    """ "5/3-20/4" is a range of two such days."""
    return rf"{_DAY}\s?/\s?{_MONTH}(?!\d|\s?/\s?\d)(?:{_YEAR_WORD}{year})?"


#: In a list or range: "15-9" may as well be the 15th to the 9th there, and "15" anything.
CLEAR_FORMS = tuple(
    re.compile(form)
    for form in (_slashed(_FULL_YEAR), _dashed(_FULL_YEAR), _written(_FULL_YEAR), _slash_short(_FULL_YEAR))
)
BARE_FORM = re.compile(_BARE)
#: Behind the word "ngày".
NAMED_FORMS = (*CLEAR_FORMS, re.compile(_short(".-", _FULL_YEAR)), BARE_FORM)
#: A text that is a day and nothing else, typed by a person.
_TYPED_FORMS = (
    *(
        re.compile(rf"(?:ng[àa]y )?{form}")
        for form in (
            _slashed(_ANY_YEAR),
            _dashed(_ANY_YEAR),
            _written(_ANY_YEAR),
            _slash_short(_ANY_YEAR),
            _short(".-", _ANY_YEAR),
        )
    ),
    re.compile(rf"ng[àa]y {_BARE}"),
)


def _nameless(*sources: str) -> str:
    return "|".join(re.sub(r"\?P<\w+>", "?:", source) for source in sources)


#: One token of a sentence: the figures of a day, or of a month and year, with all their separators.
DAY_TOKEN = _nameless(
    _slashed(_FULL_YEAR),
    _slashed(_ANY_YEAR, "/"),
    _dashed(_ANY_YEAR),
    rf"{_MONTH}[/.-]{_FULL_YEAR}",
    _short("/-", None),
)
_CLEAR_IN_SENTENCE = _nameless(
    _slashed(_FULL_YEAR),
    _slashed(_ANY_YEAR, "/"),
    _dashed(_ANY_YEAR),
    _written(_ANY_YEAR),
    _slash_short(_ANY_YEAR),
    _short("-", _ANY_YEAR),
)
_NAMED_IN_SENTENCE = _nameless(_slashed(_ANY_YEAR, "."), _short(".", _ANY_YEAR), _BARE)
#: A day inside a sentence; "15.9", "15.9.24" and "15" may be numbers there unless "ngày" stands before them.
DAY_IN_SENTENCE = rf"(?:ng[àa]y )?(?:{_CLEAR_IN_SENTENCE})|ng[àa]y (?:{_NAMED_IN_SENTENCE})"


def day_mark(match: re.Match[str]) -> DayMark:
    """What a match of one of the forms says; a two-digit year is of this century."""
    groups = match.groupdict()
    day, month, year = groups["day"], groups.get("month"), groups.get("year")
    century = 2000 if year and len(year) == 2 else 0
    return DayMark(int(day or 0), int(month) if month else None, int(year) + century if year else None)


def read_day_mark(text: str) -> DayMark | None:
    """The day that the whole folded ``text`` is, None when it is something else; "15" alone is none, "ngày 15" is."""
    return next((day_mark(match) for form in _TYPED_FORMS if (match := form.fullmatch(text))), None)


def read_full_day(text: str) -> date | None:
    """The day a text with a four-digit year names, blanks and dotted lines in it left out; None without one."""
    mark = read_day_mark(fold(re.sub(r"[\s…]+|\.{2,}", " ", text)))
    return existing_day(mark.year, mark.month, mark.day) if mark and mark.year and mark.month else None


def existing_day(year: int, month: int, day: int) -> date | None:
    """The day, None when the calendar has no such day or no plan names such a year."""
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
