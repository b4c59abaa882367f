"""Shorter ways to write what the grammar of time phrases reads: "Q2/2026", "T9/2026", "13h30 thứ Hai ngày 06/7".

Works on folded text (``bot.domain.text.fold``); what is no shorthand stays as it is.
"""

from __future__ import annotations

import re

_CLOCK = r"\d{1,2} ?(?:giờ|h|g)(?: ?\d{2})?(?: ?phút)?"
_WEEKDAY = r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật"
_ABBREVIATED = (
    (re.compile(r"\bq(?:uý )?\.? ?(?=[1-4]/\d{4}(?!\d))"), "quý "),
    (re.compile(r"\bt\.?(?=\d{1,2}/\d{4}(?!\d))"), "tháng "),
    (re.compile(r"^(?:kể )?từ (?:nay|ngày (?:ký|ban hành)[^\d]{0,60}?) (?=(?:đến|tới) )"), ""),
    # The day of the week and the hour beside a date say nothing that the date does not.
    (re.compile(rf"(?:ngày )?(?:{_WEEKDAY}),? (?:ngày |\()?(?=\d{{1,2}}[/. ])"), "ngày "),
    (
        re.compile(
            rf"^(?:(?:bắt đầu )?(?:từ|lúc|vào|vào lúc|trong) )?(?:{_CLOCK},? (?:của )?|(?:sáng|chiều|tối) )(?=ngày )"
        ),
        "",
    ),
    (re.compile(r"\b(?:sáng|chiều|hết giờ làm việc|cuối giờ(?: chiều)?|giờ hành chính)(?: của)?,? (?=ngày |thứ )"), ""),
)
#: "Quý II/2026 (trước 15/6)": what stands in brackets is the deadline.
_CLOSER = re.compile(
    r"^(?:quý|tháng|năm|trong) [^()]{1,40}\(((?:trước|chậm nhất|xong trước|hoàn thành trước|đến hết) [^()]{3,60})\)$"
)
#: "Quý III, IV/2026, 2027": the last year stands for itself.
_YEAR_BEHIND = re.compile(r"^(?P<head>quý [ivx\d, và-]+/(?P<year>\d{4}))(?P<sep>,| và) ?(?P<next>\d{4})$")


def spelled_out(folded: str) -> str:
    """The folded phrase in words of the grammar."""
    if closer := _CLOSER.match(folded):
        folded = closer[1]
    for pattern, words in _ABBREVIATED:
        folded = pattern.sub(words, folded)
    return folded.strip()


def quarters_and_year(folded: str) -> tuple[str, int] | None:
    """ "quý iii, iv/2026, 2027" as the quarters and the year behind them; None for anything else."""
    match = _YEAR_BEHIND.match(folded)
    if match is None or int(match["next"]) != int(match["year"]) + 1:
        return None
    return match["head"], int(match["next"])
