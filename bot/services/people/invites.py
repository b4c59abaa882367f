"""Invitations to link a chat: single-use, expiring codes, kept only as a hash; and the office's phone numbers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from bot.channels.base import InboundEvent
from bot.domain.plan.plan import Person, Registry
from bot.errors import DondocError
from bot.messages.people.invitation import INVITE_THE_OTHER, SEE_PEOPLE, person_left, unknown_person
from bot.store.unit_of_work import UnitOfWork

#: No letter or digit that is mistaken for another on paper or aloud (0 O, 1 I L, 5 S, 2 Z, 8 B, U V).
ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"
#: 24^12 ≈ 2^55 codes; guessing is rate-limited besides.
CODE_LENGTH = 12
GROUP = 4
DEFAULT_TTL = timedelta(days=7)

#: Typed by a stranger, this looks like somebody trying a code: letters and digits mixed in one run, or three groups.
_RUN = re.compile(r"(?=.*[0-9])(?=.*[A-Z])[A-Z0-9]{8,16}")
_GROUPS = re.compile(rf"(?:[{ALPHABET}]{{{GROUP}}}[ \-]?){{{CODE_LENGTH // GROUP}}}")
#: Twelve such letters anywhere in a sentence; overlapping, since the word before may be of the same letters.
_ANYWHERE = re.compile(
    rf"(?<![A-Za-z0-9])(?=((?:[{ALPHABET}][\s\-\u2010-\u2015]*){{{CODE_LENGTH}}})(?![A-Za-z0-9]))", re.IGNORECASE
)
#: Where an event keeps the hash of the invitation's code that was typed.
SEALED = "invite"
#: What stands in its place.
HIDDEN = "[mã mời]"


class InviteError(DondocError):
    """The person is not to be invited."""

    id = "DD.E040"


@dataclass(frozen=True, slots=True)
class Invite:
    """A fresh invitation; the only time its code is known in clear."""

    person: Person
    #: Grouped for reading aloud: "K7MC-9XQ4-RTEA". Spaces, dashes and case do not matter when typed.
    code: str
    expires_at: datetime


def create_invite(
    uow: UnitOfWork,
    registry: Registry,
    person_id: str,
    *,
    now: datetime,
    ttl: timedelta = DEFAULT_TTL,
    actor: str,
) -> Invite:
    """A new code for the person, stored as a hash; InviteError for an unknown person or one who has left."""
    person = _invitable(registry, person_id, now)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    expires_at = now + ttl
    uow.invites.create(person.id, code_hash(code), expires_at, created_by=actor, created_at=now)
    uow.audit.add(actor, "invite", {"person": person.id}, now)
    return Invite(person, grouped(code), expires_at)


def _invitable(registry: Registry, person_id: str, now: datetime) -> Person:
    person = registry.people.get(person_id)
    if person is None:
        raise InviteError(unknown_person(person_id), hint=SEE_PEOPLE)
    if person.until is not None and now.date() >= person.until:
        raise InviteError(person_left(person_id, person.replaced_by), hint=INVITE_THE_OTHER)
    return person


def grouped(code: str) -> str:
    """The code in groups of four."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def normal_code(typed: str) -> str:
    """A code as typed, without spaces and dashes, in capitals."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", typed).upper()


def looks_like_code(text: str) -> bool:
    """True for what only somebody trying a code would type."""
    typed = re.sub(r"[\u2010-\u2015]", "-", text).strip().upper()
    return bool(_RUN.fullmatch(typed.replace("-", "")) or _GROUPS.fullmatch(typed))


def code_hash(code: str) -> str:
    """What is stored instead of the code."""
    return sha256(f"dondoc-invite:{normal_code(code)}".encode()).hexdigest()


def sealed(uow: UnitOfWork, event: InboundEvent) -> InboundEvent:
    """The event fit to be stored: the code of an invitation of ours is replaced by its hash, so that no copy of the
    database opens a chat. Any other text stays as it is.
    """
    typed = {match[1]: code_hash(match[1]) for match in _ANYWHERE.finditer(event.text)}
    ours = uow.invites.known_codes(set(typed.values())) if typed else set()
    codes = [code for code, hashed in typed.items() if hashed in ours]
    if not codes:
        return event
    text = event.text
    for code in codes:
        text = text.replace(code, HIDDEN)
    return replace(event, text=text, extra={**event.extra, SEALED: typed[codes[0]]})


def import_phones(uow: UnitOfWork, phones: Mapping[str, str]) -> int:
    """Take the numbers (see ``read_phones``) into the database; how many people have one now."""
    for person, phone in phones.items():
        uow.phones.put(person, phone)
    return len(phones)
