"""The rights of a linked person, by command: notice, copy, withdrawal of consent, deletion.

Each request is logged with the day by which the law wants it settled (Nghị định 356/2025/NĐ-CP Đ5); these are settled
at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bot.channels.base import OutboundFile, OutboundMessage
from bot.domain.conversation import state_from_json
from bot.messages.people import privacy_texts as say
from bot.messages.people.linking_texts import WITHDREW
from bot.messages.people.privacy_copy import readable_copy
from bot.services.people.personal_copy import personal_copy
from bot.services.people.visit import Visit
from bot.store.people.records import Account, AccountState, Consent, ConsentAction, PrivacyRequestKind

#: Calendar days the law gives for each kind of request.
LIMIT_DAYS = {PrivacyRequestKind.COPY: 10, PrivacyRequestKind.WITHDRAW: 15, PrivacyRequestKind.DELETE: 20}

COMMANDS = ("quyenriengtu", "dulieucuatoi", "rutdongy", "xoa")


def command(visit: Visit, account: Account) -> list[OutboundMessage]:
    """The answer to one of ``COMMANDS`` from a linked chat, withdrawn ones included."""
    return _ANSWERS[visit.event.command](visit, account)


def tap(visit: Visit, account: Account, action: str) -> list[OutboundMessage] | None:
    """The answer to a confirmation; None when ``action`` is not one of ours."""
    if action == "keep":
        return visit.in_place(say.kept_text())
    if action == "withdraw":
        return _withdraw(visit, account)
    if action == "delete":
        return _delete(visit, account)
    return None


def _notice(visit: Visit, account: Account) -> list[OutboundMessage]:
    agreed = account.consent_at.date() if account.consent_at and account.state is not AccountState.WITHDRAWN else None
    return [OutboundMessage(say.notice_text(visit.notice(visit.person(account.person)), agreed))]


def _copy(visit: Visit, account: Account) -> list[OutboundMessage]:
    _log(visit, account, PrivacyRequestKind.COPY)
    data = personal_copy({**visit.uow.person_data.export(account.person), "drafts": _drafts(visit, account)})
    day = visit.now.date()
    exact = json.dumps(data, ensure_ascii=False, indent=2)
    return [
        _file(say.copy_text(), f"du-lieu-ca-nhan-{day}.txt", "text/plain", readable_copy(data, day)),
        _file(say.machine_copy_text(), f"du-lieu-ca-nhan-{day}.json", "application/json", exact),
    ]


def _drafts(visit: Visit, account: Account) -> list[dict[str, Any]]:
    """What stands half-typed in the person's chats."""
    chats = visit.uow.accounts.accounts_of(account.person)
    found = (visit.uow.conversations.load(chat.channel, chat.address) for chat in chats)
    return [draft for draft in found if draft]


def _file(text: str, name: str, mime: str, content: str) -> OutboundMessage:
    return OutboundMessage(text, file=OutboundFile(name, mime, content.encode()))


def _ask(question: Callable[[], str], action: str, label: str) -> Callable[[Visit, Account], list[OutboundMessage]]:
    def answer(visit: Visit, account: Account) -> list[OutboundMessage]:
        buttons = ((visit.button(label, action), visit.button(say.NO_KEEP, "keep")),)
        return [OutboundMessage(question(), buttons)]

    return answer


def _withdraw(visit: Visit, account: Account) -> list[OutboundMessage]:
    if account.state is not AccountState.WITHDRAWN:
        _log(visit, account, PrivacyRequestKind.WITHDRAW)
        visit.uow.accounts.set_state(account.id, AccountState.WITHDRAWN, WITHDREW)
        chat, version = (account.person, account.channel, account.address), account.consent_version
        visit.uow.accounts.add_consent(Consent(*chat, ConsentAction.WITHDRAWN, visit.now, version))
        visit.uow.audit.add(account.person, "consent_withdrawn", {"channel": account.channel}, visit.now)
    return visit.in_place(say.withdrawn_text())


def _delete(visit: Visit, account: Account) -> list[OutboundMessage]:
    due_by = _log(visit, account, PrivacyRequestKind.DELETE)
    chats = visit.uow.accounts.accounts_of(account.person)
    drafts = (visit.uow.conversations.load(chat.channel, chat.address) for chat in chats)
    visit.uow.attachments.drop_unreported({f for d in drafts for f in state_from_json(d, visit.now)[0].files})
    visit.uow.person_data.delete(account.person)
    visit.uow.audit.add(account.person, "personal_data_deleted", {"channel": account.channel}, visit.now)
    return visit.goodbye(say.deleted_text(due_by))


def _log(visit: Visit, account: Account, kind: PrivacyRequestKind) -> date:
    """Enter the request as settled; the legal limit for it."""
    due_by = visit.now.date() + timedelta(days=LIMIT_DAYS[kind])
    request = visit.uow.privacy_requests.add(kind, account.person, visit.now, due_by)
    visit.uow.privacy_requests.finish(request, visit.now)
    return due_by


_ANSWERS: dict[str, Callable[[Visit, Account], list[OutboundMessage]]] = {
    "quyenriengtu": _notice,
    "dulieucuatoi": _copy,
    "rutdongy": _ask(say.ask_withdraw, "withdraw", say.YES_WITHDRAW),
    "xoa": _ask(say.ask_delete, "delete", say.YES_DELETE),
}
