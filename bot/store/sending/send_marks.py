"""The marks of sends, as few and as cheap as can be: this is what every message pays.

Straight through the driver, one JSON value for however many rows: building statements and binding values one by one
would cost more than the writing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.store.times import to_epoch

#: How each database reads a JSON list of ids, and a list of (id, text) pairs.
_LISTS = {
    "sqlite": (
        "(SELECT value FROM json_each(?))",
        "(SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS v FROM json_each(?)) AS p",
        "?",
    ),
    "postgresql": (
        "(SELECT value::bigint FROM json_array_elements_text(CAST(%s AS json)))",
        "(SELECT (e->>0)::bigint AS id, e->>1 AS v FROM json_array_elements(CAST(%s AS json)) AS e) AS p",
        "%s",
    ),
}
_FREE = "token = NULL, lease_until = NULL"


class SendMarks:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids, self._pairs, self._value = _LISTS[connection.dialect.name]

    def sending(self, ids: Sequence[int], token: str, lease_until: datetime) -> set[int]:
        """Claimed deliveries that ``token`` still holds → sending; returns those."""
        sql = (
            f"UPDATE deliveries SET state = 'sending', attempts = attempts + 1, lease_until = {self._value} "
            f"WHERE id IN {self._ids} AND state = 'claimed' AND token = {self._value} RETURNING id"
        )
        found = self._connection.exec_driver_sql(sql, (to_epoch(lease_until), json.dumps(list(ids)), token))
        return {row[0] for row in found}

    def sent(self, messages: Iterable[tuple[int, str | None]], reminders: Iterable[int], at: datetime) -> None:
        """Deliveries (id, provider's message id) and their reminders → sent."""
        sql = (
            f"UPDATE deliveries SET state = 'sent', message_id = p.v, error = NULL, sent_at = {self._value}, {_FREE} "
            f"FROM {self._pairs} WHERE deliveries.id = p.id"
        )
        self._run(sql, to_epoch(at), json.dumps(list(messages)))
        told = f"UPDATE reminders SET state = 'sent', reason = NULL, due_at = NULL, {_FREE} WHERE id IN {self._ids}"
        self._run(told, json.dumps(list(reminders)))

    def tell(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Tie reminders to deliveries, by (reminder, delivery)."""
        sql = f"UPDATE reminders SET delivery = CAST(p.v AS bigint) FROM {self._pairs} WHERE reminders.id = p.id"
        self._run(sql, json.dumps(list(pairs)))

    def _run(self, sql: str, *values: Any) -> None:
        self._connection.exec_driver_sql(sql, values)
