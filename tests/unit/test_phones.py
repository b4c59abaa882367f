"""Phone numbers in one form; the side file's problems name the line and never the number."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.plan.plan import Person, Registry
from bot.phone import normal_phone
from bot.registry.yaml.phones import read_phones

REGISTRY = Registry({}, {}, {p: Person(p, p.upper(), "so") for p in ("an", "binh")})


@pytest.mark.parametrize(
    "typed",
    [
        "0900.000.001",
        "0900 000 001",
        "09 00 00 00 01",
        "+84900000001",
        "84900000001",
        "+84 (0) 900-000-001",
        "(+84) 900.000.001",
        "0084900000001",
        "900000001",  # a workbook takes the leading zero
        "0900.000.001 (Zalo)",
        "ĐT: 0900.000.001.",
        "0900 000 001, anhnv@example.vn",
    ],
)
def test_spellings_of_one_number(typed: str) -> None:
    assert normal_phone(typed) == "0900000001"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "0900",
        "0900.000.00x",
        "15/9/2024",
        "+1 650 253 0000",
        "0900.000.001 hoặc 0900.000.002",
        "01200.000.001",
    ],
)
def test_what_is_no_number(typed: str) -> None:
    assert normal_phone(typed) is None


def test_no_file_means_no_numbers(tmp_path: Path) -> None:
    assert read_phones(tmp_path / "phones.local.yaml", REGISTRY) == ({}, [])


def test_good_lines_are_read_and_bad_ones_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "phones.local.yaml"
    path.write_text("an: 0900.000.001\nbinh: 0900 000 001\nkhac: 0900.000.002\n", encoding="utf-8")
    numbers, problems = read_phones(path, REGISTRY)
    assert numbers == {"an": "0900000001"}
    assert [(p.line, p.level) for p in problems] == [(2, "error"), (3, "error")]
    assert "0900" not in "".join(p.message for p in problems)


@pytest.mark.parametrize("text", ["- an\n", "an: [1]\n", "an: nhieu\n"])
def test_a_file_of_another_shape_is_a_problem(tmp_path: Path, text: str) -> None:
    path = tmp_path / "phones.local.yaml"
    path.write_text(text, encoding="utf-8")
    numbers, problems = read_phones(path, REGISTRY)
    assert not numbers
    assert len(problems) == 1
