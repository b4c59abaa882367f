"""``dondoc import``: a plan document → a draft, the list of doubts and, when accepted, the files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from bot.cli.output import JSON, print_json
from bot.documents.draft.difference import Difference
from bot.documents.draft.draft_json import draft_json, no_plan_json
from bot.documents.draft.writing import PHONES, difference_to, write_draft
from bot.documents.reading.open_document import open_document
from bot.documents.reading.source import Document
from bot.documents.understanding.draft import NoPlan, PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.messages.importing import doubts as texts
from bot.messages.importing import import_lines
from bot.registry.loader import load_registry
from bot.settings import load_settings


def import_plan(
    file: Annotated[
        Path, typer.Argument(help="Văn bản kế hoạch: .docx, .pdf (cả bản quét), .xlsx, .txt, .md, ảnh .jpg, .png.")
    ],
    json: JSON = False,
    write: Annotated[bool, typer.Option("--write", help="Ghi bản nháp vào thư mục kế hoạch.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại trước khi ghi.")] = False,
    issuer: Annotated[str, typer.Option("--issuer", help="Cơ quan ban hành, khi văn bản không in (mã hoặc tên).")] = "",
) -> None:
    """Writes nothing without ``--write``; exits 1 where there is no plan in the document."""
    folder = load_settings().schedules
    registry, _, _ = load_registry(folder)
    answer = read_plan(_opened(file, quiet=json), registry, issuer=issuer or None)
    if isinstance(answer, NoPlan):
        _say_no_plan(answer, json)
        raise typer.Exit(1)
    difference = difference_to(answer, folder)
    if json:
        print_json(draft_json(answer))
    else:
        _show(answer, difference)
    if write and (yes or json or _confirmed(answer)):
        _write(answer, folder, quiet=json)


def _opened(file: Path, *, quiet: bool) -> Document:
    """The document, with a progress bar on standard error."""
    if quiet or not Console(stderr=True).is_terminal:
        return open_document(file)
    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(import_lines.READING, total=None)
        return open_document(file, lambda done, total: bar.update(task, completed=done, total=total))


def _say_no_plan(answer: NoPlan, json: bool) -> None:
    if json:
        print_json(no_plan_json(answer))
    typer.echo(answer.reason, err=json)


def _show(draft: PlanDraft, difference: Difference | None) -> None:
    plan = draft.plan
    title = " ".join(filter(None, (plan.code, plan.title)))
    counts = (len(plan.tasks), len(plan.reports), len(draft.new_agencies), len(draft.new_people), len(draft.review))
    typer.echo(texts.summary(title, *counts))
    for task in plan.tasks:
        leads = ", ".join(draft.agencies[lead.agency].name for lead in task.leads)
        typer.echo(f"  {import_lines.task_line(task.id, task.when, leads, task.content)}")
    if draft.review:
        typer.echo(import_lines.TO_REVIEW)
    entries = ((i.where.label, _named(i.item, i.read), i.doubt, i.alternatives, i.confidence) for i in draft.review)
    for line in texts.review_lines(entries):
        typer.echo(line)
    if draft.unused:
        typer.echo(texts.UNUSED)
    for unused in draft.unused:
        typer.echo(f"  [{unused.where.label}] {unused.text[:160]}")
    if difference is not None:
        _show_difference(difference)


def _named(item: str | None, read: str) -> str:
    return f"{item}: {read}" if item else read


def _show_difference(difference: Difference) -> None:
    typer.echo(import_lines.COMPARED if difference.changes else texts.NO_CHANGE)
    for change in difference.changes:
        typer.echo(f"  {texts.change_line(change.kind, change.what, change.id, change.printed_id, change.content)}")
        for name, before, after in change.fields:
            typer.echo(f"  {texts.field_line(name, before, after)}")


def _confirmed(draft: PlanDraft) -> bool:
    return typer.confirm(import_lines.ask_to_write(draft.plan.key, len(draft.review)), default=False)


def _write(draft: PlanDraft, folder: Path, *, quiet: bool) -> None:
    written = write_draft(draft, folder)
    for path in written.files:
        typer.echo(import_lines.written(path, phones=path.name == PHONES), err=quiet)
    typer.echo(import_lines.NEXT if written.files else import_lines.NOTHING_TO_WRITE, err=quiet)
