"""Files given with answers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.domain.answers.status_report import Attachment
from bot.store.answers.tables import attachments, status_reports
from bot.store.sql import chunks, note_erased
from bot.store.times import to_epoch


class AttachmentRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, name: str, mime: str, content: bytes, at: datetime) -> Attachment:
        values = {"name": name, "mime": mime, "size": len(content), "content": content, "at": to_epoch(at)}
        new = self._connection.execute(insert(attachments).values(values).returning(attachments.c.id))
        return Attachment(int(new.scalar_one()), name, mime, len(content))

    def get(self, attachment_id: int) -> tuple[Attachment, bytes] | None:
        row = self._connection.execute(select(attachments).where(attachments.c.id == attachment_id)).first()
        return None if row is None else (Attachment(row.id, row.name, row.mime, row.size), bytes(row.content))

    def find(self, ids: Iterable[int]) -> list[Attachment]:
        """The files without their bytes."""
        c = attachments.c
        query = select(c.id, c.name, c.mime, c.size).where(c.id.in_(list(ids))).order_by(c.id)
        return [Attachment(*row) for row in self._connection.execute(query)]

    def drop_unreported(self, ids: Collection[int]) -> int:
        """Delete those of the files that no answer refers to; how many went."""
        if not ids:
            return 0
        lists = self._connection.execute(
            select(status_reports.c.attachments).where(status_reports.c.attachments != "[]")
        )
        loose = set(ids).difference(*(json.loads(listed) for listed in lists.scalars()))
        for part in chunks(loose):
            self._connection.execute(delete(attachments).where(attachments.c.id.in_(part)))
        if loose:
            note_erased(self._connection)
        return len(loose)
