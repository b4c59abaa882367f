"""The same plan as Word, PDF and workbook imports to the same registry; the command shows and writes it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli.entry import app
from bot.documents.draft.difference import compare
from bot.documents.reading.open_document import open_document
from bot.documents.understanding.draft import PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.registry.loader import load_registry
from tests.data import shipped
from tests.data.plan_texts import PAPERS, SOURCES, plan_paper
from tests.fakes import plan_documents as made
from tests.fakes.plan_papers import Paper, shipped_office_paper

LAYOUTS = Path(__file__).parents[1] / "data" / "import_plans"

_needs_font = pytest.mark.skipif(made.vietnamese_font() is None, reason=made.FONT_ADVICE)
Writer = Callable[[Paper, Path], Path]
_WRITERS: dict[str, Writer] = {
    "word": lambda content, folder: made.write_docx(content, folder / "a.docx", merged=False),
    "workbook": lambda content, folder: made.write_xlsx(content, folder / "a.xlsx"),
    "pdf": lambda content, folder: made.write_pdf(content, folder / "a.pdf"),
}
_ALL = ["word", "workbook", pytest.param("pdf", marks=_needs_font)]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("way", _ALL)
@pytest.mark.parametrize("key", PAPERS)
def test_every_kind_of_file_gives_the_shipped_registry(key: str, way: str, source: str, tmp_path: Path) -> None:
    registry = load_registry(shipped.SCHEDULES)[0]
    file = _WRITERS[way](plan_paper(key, source), tmp_path)
    draft = read_plan(open_document(file), registry)
    assert isinstance(draft, PlanDraft)
    assert compare(registry.plans[key], draft.plan).changes == ()
    assert draft.new_agencies == ()


_MORE_WRITERS: dict[str, Writer] = {
    **_WRITERS,
    "text": lambda content, folder: made.write_text(content, folder / "a.txt", rows_per_page=6),
    "word, merged, over pages": lambda content, folder: made.write_docx(content, folder / "a.docx", rows_per_page=6),
    "pdf without lines": lambda content, folder: made.write_pdf(content, folder / "a.pdf", ruled=False),
}
#: What the rebuilt papers print as the file has it; reports are shortened there by their editor.
_ROW = ("section", "content", "leads", "coordinating", "partners", "when", "time", "deliverable", "remark", "contacts")


@pytest.mark.parametrize("way", [pytest.param(w, marks=_needs_font if "pdf" in w else ()) for w in _MORE_WRITERS])
@pytest.mark.parametrize("key", PAPERS)
def test_rebuilt_papers_give_the_shipped_rows_from_every_kind_of_file(key: str, way: str, tmp_path: Path) -> None:
    registry = load_registry(shipped.SCHEDULES)[0]
    draft = read_plan(open_document(_MORE_WRITERS[way](shipped_office_paper(key), tmp_path)), registry)
    assert isinstance(draft, PlanDraft)
    plan = registry.plans[key]
    assert [t.id for t in draft.plan.tasks] == [t.id for t in plan.tasks]
    for old, new in zip(plan.tasks, draft.plan.tasks, strict=True):
        assert {n: _folded(getattr(new, n)) for n in _ROW} == {n: _folded(getattr(old, n)) for n in _ROW}, old.id
    heading = (draft.plan.code, draft.plan.title, draft.plan.issuer, draft.plan.signed_on, draft.plan.signer)
    assert heading == (plan.code, plan.title, plan.issuer, plan.signed_on, plan.signer)
    assert draft.new_agencies == ()


def _folded(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


@_needs_font
@pytest.mark.parametrize("source", SOURCES)
def test_blank_cells_mean_the_same_in_a_pdf_without_lines(source: str, tmp_path: Path) -> None:
    registry = load_registry(shipped.SCHEDULES)[0]
    for key in PAPERS:
        file = made.write_pdf(plan_paper(key, source), tmp_path / f"{key}.pdf", ruled=False)
        draft = read_plan(open_document(file), registry)
        assert isinstance(draft, PlanDraft)
        assert compare(registry.plans[key], draft.plan).changes == ()


@pytest.mark.parametrize("source", SOURCES)
def test_word_with_merged_cells_gives_the_shipped_registry(source: str, tmp_path: Path) -> None:
    registry = load_registry(shipped.SCHEDULES)[0]
    for key in PAPERS:
        file = made.write_docx(plan_paper(key, source), tmp_path / f"{key}.docx", merged=True)
        draft = read_plan(open_document(file), registry)
        assert isinstance(draft, PlanDraft)
        assert compare(registry.plans[key], draft.plan).changes == ()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of settings with a copy of the shipped schedules; the command runs in it."""
    shutil.copytree(shipped.SCHEDULES, tmp_path / "schedules")
    shutil.copy(shipped.SCHEDULES.parent / "config.yaml", tmp_path / "config.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["import", *arguments], input=typed)


def test_the_command_shows_the_reading_and_writes_nothing(office: Path) -> None:
    result = _run(str(LAYOUTS / "da-nang-chuyen-doi-so.txt"))
    assert result.exit_code == 0, result.output
    assert "04 nhiệm vụ" in result.output
    assert "Chỗ cần xem lại" in result.output
    assert not (office / "schedules/plans/45-kh-ubnd-2024.yaml").exists()


def test_the_command_writes_when_told_to_and_shows_the_difference_next_time(office: Path) -> None:
    source = office / "ban-sua.txt"
    text = (LAYOUTS / "da-nang-chuyen-doi-so.txt").read_text(encoding="utf-8")
    source.write_text(text, encoding="utf-8")
    assert _run(str(source), "--write", "--yes").exit_code == 0
    assert [p for p in load_registry(office / "schedules")[2] if p.level == "error"] == []
    source.write_text(text.replace("Trước ngày 30/6/2024", "Trước ngày 31/7/2024"), encoding="utf-8")
    result = _run(str(source))
    assert "Sửa nhiệm vụ 1.1" in result.output
    assert "thời gian: “Trước ngày 30/6/2024” → “Trước ngày 31/7/2024”" in result.output


def test_declining_writes_nothing(office: Path) -> None:
    _run(str(LAYOUTS / "so-du-lich-hue.txt"), "--write", typed="n\n")
    assert not (office / "schedules/plans/310-kh-sdl-2026.yaml").exists()


def test_json_is_one_document(office: Path) -> None:
    result = _run(str(LAYOUTS / "so-du-lich-hue.txt"), "--json")
    data = json.loads(result.stdout)
    assert [t["id"] for t in data["plans"][0]["tasks"]] == ["1.a", "1.b", "2.a"]
    assert "0900" not in result.stdout


def test_a_document_without_tasks_ends_with_code_1(office: Path) -> None:
    article = office / "bai-bao.txt"
    article.write_text(
        "Hà Nội tăng cường hợp tác với các địa phương.\n\nCác Sở sẽ tổ chức hội chợ.\n", encoding="utf-8"
    )
    shown = _run(str(article))
    assert (shown.exit_code, "không có gì được nhập" in shown.output) == (1, True)
    asked = _run(str(article), "--json")
    assert (asked.exit_code, json.loads(asked.stdout)["plans"]) == (1, [])
