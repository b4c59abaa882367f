"""Members of a working group listed in an appendix: "1. Ông A - Phó Chủ tịch UBND tỉnh B - Tổ trưởng;"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.documents.understanding.parties.agency_names import find_names
from bot.documents.understanding.parties.contacts import Contact, split_contacts
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.parties.officers import PeopleBook
from bot.documents.understanding.prose import ProseLine, joined
from bot.domain.plan.plan import Role

_MEMBER = re.compile(
    r"^(?:\d{1,2}[.)]|[-+])\s*(?P<text>(?:(?:Ông|Bà|Đồng chí|Đ/c)\s+)?[A-ZĐÀ-Ỹ][^;]{12,260}?)\s*[;.]?$"
)
_PART = re.compile(
    r"\s+[-–]\s+(?:Tổ|Phó Tổ|Trưởng|Phó Trưởng|Thành viên|Ủy viên|Thư ký|Phó ban|Đội|Chủ tịch Hội)[^,;]{0,40}$"
)
_TEAM = re.compile(r"(?i)tổ công tác|tổ (?:điều phối|giúp việc)|ban chỉ đạo|thành viên|tổ trưởng")


def read_team(lines: Iterable[ProseLine], book: AgencyBook, people: PeopleBook) -> None:
    """Adds the listed members as leaders; a line without a known title and body is passed over."""
    in_team = False
    for line in joined(lines):
        match = _MEMBER.match(line.text)
        if match is None:
            in_team = in_team or bool(_TEAM.search(line.text) and len(line.text) < 260)
            continue
        if not in_team or not _PART.search(match["text"]):
            continue
        _add(_PART.sub("", match["text"]), line, book, people)


def _add(text: str, line: ProseLine, book: AgencyBook, people: PeopleBook) -> None:
    found = split_contacts(re.sub(r"\s+[-–]\s+", ", ", text, count=1))
    if len(found) != 1 or not found[0].title:
        return
    contact = found[0]
    starts = find_names(text[len(contact.name) :])
    if not starts:
        return
    body = contact.body or _body(text, contact)
    if body:
        people.add(_leader(contact), book.resolve(body, line.where, column="agency"), line.where, Role.LEADER)


def _body(text: str, contact: Contact) -> str | None:
    """What stands behind the title, from the name of a body on."""
    title = contact.title or ""
    rest = text[text.find(title) + len(title) :]
    names = find_names(rest)
    return rest[names[0][0] :].strip(" ,.") if names else None


def _leader(contact: Contact) -> Contact:
    """The contact as a leader: the room is not said."""
    return Contact(contact.name, contact.prefix, contact.title, shown=contact.shown)
