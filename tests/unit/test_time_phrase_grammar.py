"""Phrases built at random from the grammar are read as built; anything more than the grammar is refused."""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates.time_phrase import TimeKind, TimePhrase, UnreadablePhrase, Window, read_time_phrase
from bot.messages.date_refusals import refusal_text

PLAN_YEAR = 2023
ROMAN = ["I", "II", "III", "IV"]

#: Text as printed, its windows, and the kind.
Built = tuple[str, tuple[Window, ...], TimeKind]

years = st.integers(2020, 2030)
dashes = st.sampled_from(["-", " - ", "–", " – ", "—", "\u2011", " \u2212 "])
slashes = st.sampled_from(["/", " / ", "/ ", " /"])
commas = st.sampled_from([",", ", ", " , ", "; ", " và "])


def month_window(year: int, month: int) -> Window:
    return Window(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def quarter_window(year: int, quarter: int) -> Window:
    return Window(date(year, 3 * quarter - 2, 1), month_window(year, 3 * quarter).end)


@st.composite
def year_suffix(draw: st.DrawFn) -> tuple[str, int]:
    year = draw(years)
    printed = draw(st.sampled_from([f"{draw(slashes)}{year}", f" năm {year}", f", năm {year}", ""]))
    return printed, year if printed else PLAN_YEAR


@st.composite
def quarters(draw: st.DrawFn) -> Built:
    chosen = sorted(draw(st.sets(st.integers(1, 4), min_size=1)))
    names = [draw(st.sampled_from([ROMAN[q - 1], str(q)])) for q in chosen]
    suffix, year = draw(year_suffix())
    windows: list[Window] = []
    for quarter in chosen:
        if quarter - 1 in chosen:
            windows[-1] = Window(windows[-1].start, quarter_window(year, quarter).end)
        else:
            windows.append(quarter_window(year, quarter))
    return f"Quý {draw(commas).join(names)}{suffix}", tuple(windows), TimeKind.QUARTERS


@st.composite
def months(draw: st.DrawFn) -> Built:
    chosen = sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=4)))
    names = [draw(st.sampled_from([str(m), f"{m:02d}"])) for m in chosen]
    suffix, year = draw(year_suffix())
    windows = tuple(month_window(year, m) for m in chosen)
    return f"Tháng {draw(commas).join(names)}{suffix}", windows, TimeKind.MONTHS


@st.composite
def ranges(draw: st.DrawFn) -> Built:
    word, last, build, kind = draw(
        st.sampled_from(
            [("tháng", 12, month_window, TimeKind.MONTHS), ("quý", 4, quarter_window, TimeKind.QUARTERS)],
        )
    )
    first = draw(st.integers(1, last - 1))
    second = draw(st.integers(first + 1, last))
    suffix, year = draw(year_suffix())
    dash = draw(dashes)
    text = draw(
        st.sampled_from(
            [
                f"Từ {word} {first} đến {word} {second}{suffix}",
                f"từ {word} {first} đến hết {word} {second}{suffix}",
                f"{word} {first}{dash}{second}{suffix}",
                f"{word} {first}{dash}{word} {second}{suffix}",
            ]
        )
    )
    return text, (Window(build(year, first).start, build(year, second).end),), kind


@st.composite
def whole_years(draw: st.DrawFn) -> Built:
    first, length = draw(years), draw(st.integers(1, 4))
    last = first + length
    window = Window(date(first, 1, 1), date(last, 12, 31))
    single = Window(date(first, 1, 1), date(first, 12, 31))
    plan = Window(date(PLAN_YEAR, 1, 1), date(PLAN_YEAR, 12, 31))
    text, expected = draw(
        st.sampled_from(
            [
                (f"Năm {first}{draw(dashes)}{last}", window),
                (f"Giai đoạn {first}{draw(dashes)}{last}", window),
                (f"Từ năm {first} đến năm {last}", window),
                (f"Năm {first}", single),
                (f"Cả năm {first}", single),
                ("Cả năm", plan),
                (f"Năm {first}{draw(dashes)}{last} và những năm tiếp theo", Window(window.start, None)),
            ]
        )
    )
    return text, (expected,), TimeKind.YEAR


@st.composite
def printed_day(draw: st.DrawFn) -> tuple[str, date]:
    """A date with its year, or in the plan's year without it."""
    with_year = draw(st.booleans())
    day = draw(st.dates(date(2020, 1, 1), date(2030, 12, 31))) if with_year else _day_of_plan_year(draw)
    slash, mark = draw(slashes), draw(st.sampled_from(["-", "."]))
    forms = [
        f"{day.day}{slash}{day.month}",
        f"ngày {day.day:02d}{slash}{day.month:02d}",
        f"ngày {day.day} tháng {day.month}",
    ]
    if with_year:
        forms = [f"{forms[0]}{slash}{day.year}", f"{forms[1]} năm {day.year}", f"{forms[2]} năm {day.year}"]
        forms += [f"{day.day}{mark}{day.month}{mark}{day.year}", f"{forms[0]}"]
    else:
        forms.append(f"ngày {day.day}{mark}{day.month}")
    return draw(st.sampled_from(forms)), day


def _day_of_plan_year(draw: st.DrawFn) -> date:
    return draw(st.dates(date(PLAN_YEAR, 1, 1), date(PLAN_YEAR, 12, 31)))


spans = st.one_of(quarters(), months(), ranges(), whole_years())
styles: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        str.title,
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: f"  {t.replace(' ', '   ')} . ",
    ]
)


def read(text: str) -> TimePhrase:
    phrase = read_time_phrase(text, plan_year=PLAN_YEAR)
    assert isinstance(phrase, TimePhrase), phrase
    return phrase


@given(spans, styles)
def test_spans_are_read_as_built(built: Built, style: Callable[[str], str]) -> None:
    text, windows, kind = built
    phrase = read(style(text))
    assert (phrase.windows, phrase.kind) == (windows, kind)


@given(spans, st.sampled_from(["Dự kiến ", "dự kiến: ", "Khoảng "]))
def test_tentative_changes_nothing_but_the_flag(built: Built, prefix: str) -> None:
    phrase = read(f"{prefix}{built[0]}")
    assert (phrase.windows, phrase.kind, phrase.tentative) == (built[1], built[2], True)


INCLUSIVE = ["chậm nhất ", "Chậm nhất là ", "chậm nhất vào ", "muộn nhất ", "không quá ", "hạn chót ", "đến hết "]


@given(printed_day(), st.sampled_from(INCLUSIVE), styles)
def test_inclusive_deadlines(printed: tuple[str, date], prefix: str, style: Callable[[str], str]) -> None:
    text, day = printed
    phrase = read(style(prefix + text))
    assert phrase.windows == (Window(None, day),)
    assert (phrase.kind, phrase.due_on, phrase.due_before) == (TimeKind.DATE, day, None)


@given(printed_day(), st.sampled_from(["trước ", "hoàn thành trước ", "Báo cáo trước "]), styles)
def test_before_is_the_day_before(printed: tuple[str, date], prefix: str, style: Callable[[str], str]) -> None:
    text, day = printed
    phrase = read(style(prefix + text))
    assert phrase.windows == (Window(None, day - timedelta(days=1)),)
    assert phrase.due_on == phrase.due_before == day


@given(printed_day(), st.sampled_from(["đến ", "tới ", "cho đến "]))
def test_until_asks_for_confirmation(printed: tuple[str, date], prefix: str) -> None:
    phrase = read(prefix + printed[0])
    assert (phrase.windows, phrase.needs_confirmation) == ((Window(None, printed[1]),), True)


@given(st.dates(date(2020, 1, 1), date(2029, 12, 31)), st.integers(1, 400))
def test_date_ranges(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    text = f"từ ngày {start.day}/{start.month}/{start.year} đến ngày {end.day}/{end.month}/{end.year}"
    assert read(text).windows == (Window(start, end),)


@given(st.integers(1, 31), st.integers(1, 12), years)
def test_impossible_dates_are_refused_and_possible_ones_read(day: int, month: int, year: int) -> None:
    phrase = read_time_phrase(f"chậm nhất ngày {day}/{month}/{year}", plan_year=None)
    assert isinstance(phrase, TimePhrase) is (day <= monthrange(year, month)[1])


NOISE = ["nếu có", "x", "âm lịch", "kinh phí", "theo kế hoạch", "(sửa)", "của", "sau", "2"]
#: In front these could make another phrase of the grammar ("7" + "tháng 9"); behind they are left over.
TRAILING_NOISE = [*NOISE, "7", "quý", "năm", "ngày", "9/", "và", "-"]


@given(st.one_of(spans, printed_day()), st.sampled_from(TRAILING_NOISE))
def test_words_left_over_behind_are_never_accepted(built: tuple[object, ...], noise: str) -> None:
    assert isinstance(read_time_phrase(f"{built[0]} {noise}", plan_year=PLAN_YEAR), UnreadablePhrase)


@given(st.one_of(ranges(), whole_years(), quarters()), st.sampled_from(NOISE))
def test_words_left_over_in_front_are_never_accepted(built: Built, noise: str) -> None:
    assert isinstance(read_time_phrase(f"{noise} {built[0]}", plan_year=PLAN_YEAR), UnreadablePhrase)


@given(spans)
def test_without_any_year_a_span_is_refused(built: Built) -> None:
    with_plan, without = read(built[0]), read_time_phrase(built[0], plan_year=None)
    assert isinstance(without, UnreadablePhrase) is (with_plan.year_source == "plan")


VOCABULARY = (
    "quý tháng năm ngày trước đến hết chậm nhất hằng cuối đầu tuần thượng và từ trong vòng kể làm việc dự kiến "
    "định kỳ I V 3 12 31 2024 0 / - , . ( ) những tiếp theo sau trở đi mỗi"
)
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), max_size=9).map(" ".join)


@given(st.one_of(st.text(max_size=40), WORDS), st.one_of(st.none(), st.integers(-1, 10_000)))
def test_any_text_is_answered_without_raising(text: str, plan_year: int | None) -> None:
    phrase = read_time_phrase(text, plan_year=plan_year)
    assert phrase.text == text
    if isinstance(phrase, UnreadablePhrase):
        assert refusal_text(phrase.reason)


@given(WORDS)
def test_windows_are_in_order_and_never_empty(text: str) -> None:
    phrase = read_time_phrase(text, plan_year=PLAN_YEAR)
    windows = phrase.windows if isinstance(phrase, TimePhrase) else ()
    ends = [w.end for w in windows[:-1]]
    assert all(e is not None for e in ends)
    assert all(w.start is None or w.end is None or w.start <= w.end for w in windows)
    starts = [w.start or w.end for w in windows[1:]]
    assert all(e < s for e, s in zip(ends, starts, strict=True) if e and s)
