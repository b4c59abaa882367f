"""YAML as text with line numbers: typed words stay words, every fault is a problem with a line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registry.problem import Problem
from bot.registry.yaml.nodes import Node, read_yaml, unknown_keys


def read(tmp_path: Path, text: str | bytes) -> tuple[Node | None, list[Problem]]:
    path = tmp_path / "plan.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_yaml(path, name="plans/plan.yaml")


def root_of(tmp_path: Path, text: str) -> Node:
    root, problems = read(tmp_path, text)
    assert root is not None
    assert problems == []
    return root


@pytest.mark.parametrize("typed", ["3.2", "on", "no", "2022-07-06", "06", "1:30", "null", "~", "0x1F", "1_000", "1e3"])
def test_words_stay_as_typed(tmp_path: Path, typed: str) -> None:
    assert root_of(tmp_path, f"id: {typed}\n").text("id") == typed


def test_lines_count_from_one_and_keys_know_theirs(tmp_path: Path) -> None:
    root = root_of(tmp_path, "# plan\nplan:\ntasks:\n  - id: '1'\n    content: |\n      dòng một\n      dòng hai\n")
    task = root.children("tasks")[0]
    assert (root.key_line("tasks"), task.line, task.key_line("content")) == (3, 4, 5)
    assert task.text("content") == "dòng một\ndòng hai"
    assert root.text("plan") is None
    assert "plan" in root.mapping


def test_questions_of_the_wrong_shape_get_the_answer_for_absent(tmp_path: Path) -> None:
    root = root_of(tmp_path, "a: [x, {b: c}]\nd: e\n")
    assert root.text("a") is None
    assert root.children("d") == ()
    assert root.get("nope") is None
    assert root.scalar is None
    assert [e.scalar for e in root.children("a")] == ["x", None]
    assert [e.is_mapping for e in root.children("a")] == [False, True]


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    root, problems = read(tmp_path, b"\xef\xbb\xbfplan: x\n")
    assert problems == []
    assert root is not None
    assert root.text("plan") == "x"


def test_a_repeated_key_is_a_problem_and_the_first_counts(tmp_path: Path) -> None:
    root, problems = read(tmp_path, "year: 2022\ntitle: A\nyear: 2023\n")
    assert root is not None
    assert root.text("year") == "2022"
    assert [str(p) for p in problems] == ["plans/plan.yaml:3: mục “year” bị ghi hai lần (lần đầu ở dòng 1)"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: [1\nb: 2\n", 2, "cú pháp"),
        ("a: 1\n\tb: 2\n", 2, "cú pháp"),
        ("a: b: c\n", 1, "cú pháp"),
        ("a: 'b\n", 2, "cú pháp"),
        ("a: 1\nb: \x07\n", 2, "ký tự"),
        ("", 1, "trống"),
        ("# chỉ có ghi chú\n", 1, "trống"),
        ("[" * 200_000, 1, "quá sâu"),
        ("- " * 5_000, 1, "quá sâu"),
    ],
)
def test_a_file_that_is_not_yaml_is_one_problem_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    root, problems = read(tmp_path, text)
    assert root is None
    assert [(p.file, p.line) for p in problems] == [("plans/plan.yaml", line)]
    assert words in problems[0].message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: &x 1\nb: *x\n", 2, "tham chiếu"),
        ("a: &x [*x]\n", 1, "tham chiếu"),
        ("a: 1\n? [b]\n: c\n", 2, "tên mục"),
        ("a: 1\n---\nb: 2\n", 2, "một tài liệu"),
    ],
)
def test_yaml_that_is_legal_but_not_ours_is_a_problem(tmp_path: Path, text: str, line: int, words: str) -> None:
    root, problems = read(tmp_path, text)
    assert root is not None
    assert [p.line for p in problems] == [line]
    assert words in problems[0].message


def test_a_file_in_an_old_code_page_says_so_with_its_line(tmp_path: Path) -> None:
    root, problems = read(tmp_path, b"a: 1\nb: S\xf4 Y t\xea\n")
    assert root is None
    assert problems[0].line == 2
    assert "UTF-8" in problems[0].message


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    root, problems = read_yaml(tmp_path / "none.yaml")
    assert root is None
    assert problems[0].file.endswith("none.yaml")


def test_unknown_keys_are_reported_at_their_lines(tmp_path: Path) -> None:
    root = root_of(tmp_path, "plan: x\ntitel: y\n")
    (problem,) = unknown_keys(root, {"plan", "title"})
    assert problem.line == 2
    assert "“titel”" in problem.message
    assert "title" in problem.message


def test_dates_are_read_or_explained(tmp_path: Path) -> None:
    root = root_of(tmp_path, "a: 2024-09-15\nb: 15/9/2024\nc: 2024-02-30\nd: 20240915\n")
    assert root.mapping["a"].as_date() == date(2024, 9, 15)
    for key, line in {"b": 2, "c": 3, "d": 4}.items():
        problem = root.mapping[key].as_date()
        assert isinstance(problem, Problem)
        assert problem.line == line


PIECES = st.lists(
    st.sampled_from(
        ["a", ": ", "\n", "- ", "  ", "[", "]", "{", "}", "'", '"', "|", ">", "#", "&x ", "*x", "!t ", "? "]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(PIECES.map(str.encode), st.text().map(str.encode), st.binary()))
def test_no_content_whatever_raises(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    root, problems = read_yaml(path)
    assert root is not None or problems
