"""``dondoc status``: the board in the terminal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.output import JSON, print_json, print_table
from bot.domain.answers.standing import Board, BoardRow, ReportDate
from bot.messages.board.board_texts import (
    COLUMNS,
    ROW_STATE_LABEL,
    answer_text,
    asked_text,
    contacts_text,
    counts_line,
    no_report_date,
    notes_lines,
    official_line,
    remark_text,
    report_date_title,
)
from bot.messages.common import agency_label
from bot.offline import OpenOffice, open_office
from bot.services.board.board_rows import board, find_report_date, report_dates
from bot.settings import load_settings


def status(
    date: Annotated[
        str, typer.Argument(help="Kế hoạch hoặc ngày báo cáo (xem --list); mặc định là ngày gần nhất.")
    ] = "",
    list_: Annotated[bool, typer.Option("--list", help="Liệt kê các ngày báo cáo.")] = False,
    json: JSON = False,
) -> None:
    """The board of one report date (default: the nearest), or the list of them; exits 2 for an unknown one."""
    office = open_office(load_settings())
    try:
        if list_:
            _print_dates(office, json)
        else:
            _print_board(office, date, json)
    finally:
        office.database.close()


def _print_dates(office: OpenOffice, json: bool) -> None:
    with office.database.read() as uow:
        dates = report_dates(uow, office.live.in_use.registry, office.clock.now())
    if json:
        print_json([_date_json(d) for d in dates])
    for chosen in () if json else dates:
        typer.echo(f"{chosen.key}: {report_date_title(chosen)}")


def _print_board(office: OpenOffice, wanted: str, json: bool) -> None:
    now, in_use = office.clock.now(), office.live.in_use
    with office.database.read() as uow:
        chosen = find_report_date(report_dates(uow, in_use.registry, now), wanted)
        if chosen is None:
            typer.echo(no_report_date(wanted))
            raise typer.Exit(2 if wanted else 0)
        found = board(uow, in_use, chosen, now)
    if json:
        print_json(_board_json(found))
        return
    title = report_date_title(chosen)
    print_table(title, COLUMNS, (_row(row) for row in found.rows))
    typer.echo(counts_line(found.counts))
    typer.echo(official_line(found.official))
    for line in notes_lines(found):
        typer.echo(f"  - {line}")


def _row(row: BoardRow) -> tuple[str, ...]:
    label = ROW_STATE_LABEL[row.state]
    return agency_label(row.agency), label, contacts_text(row), asked_text(row), answer_text(row)


def _board_json(found: Board) -> dict[str, object]:
    return {
        **_date_json(found.date),
        "counts": {name: getattr(found.counts, name) for name in found.counts.__slots__},
        "official": {name: getattr(found.official, name) for name in found.official.__slots__},
        "rows": [_row_json(row) for row in found.rows],
    }


def _date_json(chosen: ReportDate) -> dict[str, object]:
    days = {"due": chosen.due.isoformat(), "target": chosen.target.isoformat()}
    return {"key": chosen.key, "plan": chosen.plan.key, "obligation": chosen.rule, "period": chosen.period, **days}


def _row_json(row: BoardRow) -> dict[str, object]:
    return {
        "agency": row.agency.name,
        "agency_id": row.agency.id,
        "role": row.role.value,
        "state": row.state.value,
        "contacts": [{"name": c.person.name, "reach": c.reach.value} for c in row.contacts],
        "answered": row.answered,
        "total": row.total,
        "first_asked": row.first_asked,
        "last_asked": row.last_asked,
        "delivered": row.delivered,
        "answered_at": row.answered_at,
        "receipt": row.receipt,
        "disclaims": [asdict(disclaim) for disclaim in row.disclaims],
        "overdue_days": row.overdue_days,
        "remarks": [remark_text(report) for report in row.remarks],
    }
