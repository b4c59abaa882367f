"""Ids of tasks: section and number as printed, as short as they stay unique."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.documents.understanding.tables.table_rows import TableRow

#: "3", "1.2", and "I.3" where the paper prints the section too.
_COUNTS = re.compile(r"(?:[IVX]+\.)?\d")


def assign_ids(rows: Iterable[TableRow]) -> list[str]:
    """An id for each row: section and number as printed, as short as it stays unique.

    A number that stands for several rows gets their place within it; a bare number that restarts in each section gets
    the section in front; so does the appendix where several number alike: "PLII.1" by its label, "PL2-1" where none is
    printed.
    """
    rows = list(rows)
    lists = _lists(rows)
    if len(lists) > 1:
        return [f"PL{place}-{id_}" for place, part in enumerate(lists, start=1) for id_ in assign_ids(part)]
    base = [_printed(row) for row in _numbered(rows)]
    places = _places(base)
    shorts = [".".join(filter(None, (number, place))) for (_, _, number), place in zip(base, places, strict=True)]
    bare = [i for i, (_, _, number) in enumerate(base) if "." not in number]
    if _repeats(shorts[i] for i in bare) or _repeats(
        number for _, number in {(s, n) for _, s, n in base if "." not in n}
    ):
        for i in bare:
            shorts[i] = ".".join(filter(None, (base[i][1], shorts[i])))
    if _repeats(shorts):
        shorts = [".".join(filter(None, (base[i][1], s))) if i not in bare else s for i, s in enumerate(shorts)]
    if _repeats(shorts):
        shorts = [f"PL{base[i][0]}.{s}" if base[i][0] else s for i, s in enumerate(shorts)]
    return distinct(shorts)


def _lists(rows: Sequence[TableRow]) -> list[list[TableRow]]:
    """The rows cut where another table, or sheet, without a label begins the numbers of the same section anew."""
    if any(row.appendix for row in rows):
        return [list(rows)]
    lists: list[list[TableRow]] = []
    for row in rows:
        first = lists[-1][0] if lists else None
        begins = first is None or (
            bool(row.number)
            and (row.section, row.number) == (first.section, first.number)
            and _table(row) != _table(lists[-1][-1])
        )
        lists += [[]] if begins else []
        lists[-1].append(row)
    return lists


def _table(row: TableRow) -> int | None:
    return row.where[0].table if row.where else None


@dataclass(frozen=True, slots=True)
class _Printed:
    row: TableRow
    number: str


def _numbered(rows: Sequence[TableRow]) -> list[_Printed]:
    """Rows with their number; one without takes that of the row above, a letter hangs on it."""
    result: list[_Printed] = []
    last, scope, count = "", (None, None), 0  # type: tuple[str, tuple[str | None, str | None], int]
    for row in rows:
        if (row.appendix, row.section) != scope:
            scope, last = (row.appendix, row.section), ""
        number = row.number or ""
        if re.fullmatch(r"[a-zđ]", number):
            over = row.parent or last.split(".")[0]
            number = f"{over}.{number}" if over else number
        elif not _COUNTS.match(number):
            count += 1
            number = last or str(count)
        else:
            last = number
        result.append(_Printed(row, number))
    return result


def _printed(entry: _Printed) -> tuple[str | None, str | None, str]:
    return entry.row.appendix, entry.row.section, entry.number


def _places(base: Sequence[tuple[str | None, str | None, str]]) -> list[str]:
    """ "1", "2" ... within a number that several rows share; empty for a number of its own."""
    totals: dict[tuple[str | None, str | None, str], int] = {}
    for key in base:
        totals[key] = totals.get(key, 0) + 1
    seen: dict[tuple[str | None, str | None, str], int] = {}
    places: list[str] = []
    for key in base:
        seen[key] = seen.get(key, 0) + 1
        places.append(str(seen[key]) if totals[key] > 1 else "")
    return places


def _repeats(values: Iterable[str]) -> bool:
    listed = list(values)
    return len(set(listed)) != len(listed)


def distinct(ids: Sequence[str]) -> list[str]:
    """The ids with "-2", "-3" behind those that came before."""
    taken: set[str] = set()
    result: list[str] = []
    for id_ in ids:
        name, n = id_, 2
        while name in taken:
            name, n = f"{id_}-{n}", n + 1
        taken.add(name)
        result.append(name)
    return result
