"""Whatever is done to a good set of files, reading it never raises and every id left in it resolves."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.registry.checks.example_officers import with_example_officers
from bot.registry.checks.gaps import registry_gaps
from bot.registry.loader import load_registry
from bot.registry.normalised import registry_json
from tests.unit.registry_folders import GOOD, PLAN, assert_linked

FILES = (PLAN, "agencies.yaml", "people.yaml", "calendar/vn-2024.yaml")
SNIPPETS = st.one_of(
    st.sampled_from(
        [
            "",
            "~",
            "null",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ": ",
            "#",
            "\t",
            "\n",
            "  ",
            "&a",
            "*a",
            "!!python/object:os.system",
            "|",
            ">",
            "'",
            '"',
            "---\n",
            "9999-99-99",
            "0",
            "-1",
            "[[]]",
            "{a: {b: c}}",
            "so-tai-chinh-ha-noi",
            "I.1",
            "Quý IX/2024",
            "\ufeff",
            "\u0000",
            "0900.000.001",
        ]
    ),
    st.text(max_size=8),
)


@st.composite
def spoilings(draw: st.DrawFn) -> list[tuple[str, str, int, str]]:
    """Lines to delete, double, swap for another line or patch, anywhere in the files."""
    kinds = st.sampled_from(["delete", "double", "swap", "patch", "value"])
    one = st.tuples(st.sampled_from(FILES), kinds, st.integers(0, 60), SNIPPETS)
    return draw(st.lists(one, min_size=1, max_size=6))


def spoil(text: str, kind: str, at: int, snippet: str) -> str:
    rows = text.split("\n")
    at %= len(rows)
    row = rows[at]
    rows[at : at + 1] = {
        "delete": [],
        "double": [row, row],
        "swap": [rows[(at * 7 + 3) % len(rows)]],
        "patch": [row[: len(row) // 2] + snippet + row[len(row) // 2 :]],
        "value": [f"{row.split(': ')[0]}: {snippet}"],
    }[kind]
    return "\n".join(rows)


def check_everything(folder: Path) -> None:
    registry, _, problems = load_registry(folder)
    assert problems == sorted(problems)
    assert all(p.file.startswith(folder.as_posix()) and p.line >= 0 and p.message for p in problems)
    assert_linked(registry)
    for known in (registry, with_example_officers(registry)):
        registry_json(known, registry_gaps(known, set()))


@settings(max_examples=150)
@given(spoilings())
def test_spoiled_lines_never_raise(changes: list[tuple[str, str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(GOOD, Path(place) / "schedules"))
        for file, kind, at, snippet in changes:
            path = folder / file
            text = spoil(path.read_text(encoding="utf-8"), kind, at, snippet)
            path.write_text(text.encode("utf-8", "replace").decode("utf-8"), encoding="utf-8")
        check_everything(folder)


@settings(max_examples=60)
@given(st.sampled_from(FILES), st.integers(0, 2000), st.binary(min_size=1, max_size=6))
def test_spoiled_bytes_never_raise(file: str, at: int, junk: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(GOOD, Path(place) / "schedules"))
        path = folder / file
        raw = path.read_bytes()
        at %= len(raw)
        path.write_bytes(raw[:at] + junk + raw[at + len(junk) :])
        check_everything(folder)
