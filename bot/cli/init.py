"""``dondoc init``: a folder of its own for an office."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.messages import beginning as say
from bot.office_folder import Office, missing_files, needs_office, write_office
from bot.registry.provinces import Province, find_province, similar_provinces


def init(
    folder: Annotated[Path, typer.Argument(help="Thư mục của cơ quan; mặc định là thư mục hiện tại.")] = Path(),
    name: Annotated[str, typer.Option("--name", help="Tên cơ quan, như in trên kế hoạch.")] = "",
    locality: Annotated[
        str,
        typer.Option(
            "--locality",
            help="Tỉnh, thành phố trực thuộc trung ương: tên hoặc mã, ví dụ “Hải Phòng”, hai-phong.",
        ),
    ] = "",
    consolidator: Annotated[
        str, typer.Option("--consolidator", help="Cơ quan tổng hợp báo cáo, ví dụ “Sở Tài chính”.")
    ] = "",
) -> None:
    """A folder with everything but the plans; asks for what is not given."""
    place = _province(locality) if locality.strip() else None
    missing = missing_files(folder)
    if needs_office(missing):
        _require_answers({"--name": name, "--locality": locality, "--consolidator": consolidator})
    written, kept = write_office(folder, lambda: _office(name, place, consolidator))
    for path in written:
        typer.echo(say.written(str(folder / path)))
    for path in kept:
        typer.echo(say.kept(str(folder / path)))
    if not written:
        typer.echo(say.ALL_THERE)
    typer.echo(say.next_steps("" if folder == Path() else str(folder), SystemClock().now().date()))


def _require_answers(given: dict[str, str]) -> None:
    options = [option for option, value in given.items() if not value.strip()]
    if options and not sys.stdin.isatty():
        raise typer.BadParameter(say.not_answered(options))


def _office(name: str, place: Province | None, consolidator: str) -> Office:
    name = " ".join(name.split()) or typer.prompt(say.ASK_NAME)
    place = place or _ask_province(name)
    consolidator = " ".join(consolidator.split()) or typer.prompt(say.ASK_CONSOLIDATOR, default=say.USUAL_CONSOLIDATOR)
    return Office(name, place, consolidator)


def _ask_province(name: str) -> Province:
    """Until a province is named; the one in the office's name is offered."""
    printed = find_province(name, whole=False)
    while True:
        try:
            return _province(typer.prompt(say.ASK_LOCALITY, default=printed.name if printed else None))
        except typer.BadParameter as error:
            typer.echo(error.message, err=True)


def _province(text: str) -> Province:
    found = find_province(text)
    if found is None:
        near = [(p.id, p.name) for p in similar_provinces(text)]
        raise typer.BadParameter(say.unknown_locality(text, near), param_hint="--locality")
    return found
