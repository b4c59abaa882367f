"""``dondoc status`` (the board in the terminal) and ``dondoc doctor`` (is everything in order)."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.app import App
from bot.bootstrap import build_channels, linked_people, offline_app
from bot.channels.base import SendError
from bot.channels.telegram.channel import TelegramChannel
from bot.cli.output import print_json, print_table
from bot.cli.registry import JSON
from bot.clock import SystemClock
from bot.domain.board import Board, BoardRow, ReportDate
from bot.domain.plan import Role
from bot.messages.board import (
    ROW_STATE_LABEL,
    answer_text,
    asked_text,
    contacts_text,
    counts_line,
    official_line,
    report_date_title,
)
from bot.messages.common import agency_label
from bot.services.board import board, find_report_date, report_dates
from bot.services.health import Check
from bot.settings import Settings, load_settings
from bot.store.errors import StoreError


def add_to(app: typer.Typer) -> None:
    """Register this family's commands."""
    app.command("status")(status)
    app.command("doctor")(doctor)


def status(
    date: Annotated[
        str, typer.Argument(help="Kế hoạch hoặc ngày báo cáo (xem --list); mặc định là ngày gần nhất.")
    ] = "",
    list_: Annotated[bool, typer.Option("--list", help="Liệt kê các ngày báo cáo.")] = False,
    json: JSON = False,
) -> None:
    """Bảng theo dõi: đơn vị nào đã hỏi, đã nhận, đã trả lời, chưa trả lời, không liên lạc được."""
    app = offline_app(load_settings())
    try:
        if list_:
            _print_dates(app, json)
        else:
            _print_board(app, date, json)
    finally:
        app.database.close()


def doctor(json: JSON = False) -> None:
    """Kiểm tra mã bot, cơ sở dữ liệu, tiến trình gửi, lịch làm việc năm sau, người chưa liên kết."""
    settings = load_settings()
    try:
        checks = _doctor_checks(settings)
    except StoreError as error:
        checks = [Check("database", False, str(error))]
    if json:
        print_json({"ok": all(c.ok for c in checks), "checks": [_check_json(c) for c in checks]})
    else:
        for check in checks:
            typer.echo(f"{'✓' if check.ok else '✗'} {check.text}")
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


def _doctor_checks(settings: Settings) -> list[Check]:
    app = offline_app(settings)
    app.channels = build_channels(settings, SystemClock())
    try:
        return [*app.health().checks, *asyncio.run(_token_checks(app, settings)), _linked_check(app, settings)]
    finally:
        app.database.close()


def _print_dates(app: App, json: bool) -> None:
    with app.database.read() as uow:
        dates = report_dates(uow, app.live.registry, app.clock.now())
    if json:
        print_json([_date_json(d) for d in dates])
    for chosen in () if json else dates:
        typer.echo(f"{chosen.key}: {report_date_title(chosen)}")


def _print_board(app: App, wanted: str, json: bool) -> None:
    now, live = app.clock.now(), app.live
    with app.database.read() as uow:
        chosen = find_report_date(report_dates(uow, live.registry, now), wanted)
        if chosen is None:
            typer.echo(f"Không có ngày báo cáo nào{f' tên «{wanted}»' if wanted else ''}; xem dondoc status --list.")
            raise typer.Exit(2 if wanted else 0)
        found = board(uow, live.registry, live.calendar, chosen, now)
    if json:
        print_json(_board_json(found))
        return
    title = report_date_title(chosen)
    columns = ("Đơn vị", "Tình trạng", "Đầu mối", "Đã hỏi", "Trả lời")
    print_table(title, columns, (_row(row) for row in found.rows))
    typer.echo(counts_line(found.counts))
    typer.echo(official_line(found.official))


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
        "overdue_days": row.overdue_days,
    }


async def _token_checks(app: App, settings: Settings) -> list[Check]:
    if not app.channels:
        return [Check("token", False, "Chưa có mã bot cho kênh nào (TELEGRAM_BOT_TOKEN); dùng thử: dondoc demo.")]
    checks = []
    for channel in app.channels.values():
        if isinstance(channel, TelegramChannel):
            checks.append(await _telegram_check(channel, settings))
    return checks


async def _telegram_check(channel: TelegramChannel, settings: Settings) -> Check:
    try:
        username = await channel.look_up()
    except SendError as error:
        return Check("token", False, f"Telegram: {error}")
    if not username:
        return Check(
            "token", False, f"Không kết nối được {settings.environment.telegram_base_url}, hoặc mã bot bị từ chối."
        )
    return Check("token", True, f"Telegram: mã bot dùng được (@{username}).")


def _linked_check(app: App, settings: Settings) -> Check:
    linked = linked_people(settings)
    contacts = [p for p in app.live.registry.people.values() if Role.CONTACT in p.roles]
    missing = [p.name for p in contacts if p.id not in linked]
    if not missing:
        return Check("linked", True, f"Cả {len(contacts)} đầu mối đã liên kết.")
    names = ", ".join(missing[:5]) + (f" và {len(missing) - 5} người khác" if len(missing) > 5 else "")
    return Check("linked", False, f"{len(missing)}/{len(contacts)} đầu mối chưa liên kết: {names} (dondoc invite).")


def _check_json(check: Check) -> dict[str, object]:
    return {"name": check.name, "ok": check.ok, "text": check.text}
