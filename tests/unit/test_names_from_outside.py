"""Names that come from outside: what is not seen is made visible, what is too long is refused, nothing breaks."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.understanding.importer import plan_key
from bot.domain.text import visible
from bot.messages.common import file_name
from bot.registry.problem import Problem
from tests.unit.registry_folders import PLAN, copied, edit, lines

RIGHT_TO_LEFT = "\u202e"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Báo cáo quý III.pdf", "Báo cáo quý III.pdf"),
        (f"baocao{RIGHT_TO_LEFT}fdp.exe", "baocao‹U+202E›fdp.exe"),
        ("a\nb\t\x00.docx", "a‹U+000A›b‹U+0009›‹U+0000›.docx"),
        ("a\u200bb\u2066c\u2028d", "a‹U+200B›b‹U+2066›c‹U+2028›d"),
        ("\ud800.pdf", "‹U+D800›.pdf"),
        ("\U000e0041.pdf", "‹U+E0041›.pdf"),
    ],
)
def test_what_is_not_seen_is_made_visible(name: str, shown: str) -> None:
    assert visible(name) == shown


@given(st.text())
def test_a_shown_name_is_one_line_in_one_direction(name: str) -> None:
    assert not {unicodedata.category(c) for c in visible(name)} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert visible(visible(name)) == visible(name)


def test_a_file_name_in_a_message_is_escaped_too() -> None:
    assert file_name(f"<b>{RIGHT_TO_LEFT}") == "&lt;b&gt;‹U+202E›"


def test_a_problem_shows_the_name_of_its_file_as_it_is() -> None:
    assert str(Problem(f"plans/a{RIGHT_TO_LEFT}b.yaml", 3, "sai")) == "plans/a‹U+202E›b.yaml:3: sai"


@given(
    st.one_of(st.none(), st.text(max_size=600)), st.text(max_size=600), st.one_of(st.none(), st.integers(1990, 2100))
)
def test_the_key_of_a_plan_is_always_a_file_name(code: str | None, title: str, year: int | None) -> None:
    assert 0 < len(plan_key(code, title, year).encode()) <= 120


def test_a_plan_number_without_end_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    plan = folder / PLAN
    first = next(line for line in plan.read_text(encoding="utf-8").splitlines() if line.startswith("plan:"))
    edit(folder, PLAN, f"{first}\n", f"plan: {'9' * 400}/KH-UBND\n")
    (named,) = lines(folder)
    assert "dài quá 100 ký tự" in named
    assert len(named) < 250


def test_an_id_without_end_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    people = folder / "people.yaml"
    first = next(line for line in people.read_text(encoding="utf-8").splitlines() if line.startswith("- id:"))
    text = people.read_text(encoding="utf-8").replace(first, f"- id: {'a' * 400}", 1)
    people.write_text(text, encoding="utf-8")
    assert any("nhiều nhất 100 ký tự" in line for line in lines(folder))
