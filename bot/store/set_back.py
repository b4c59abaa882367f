"""Stored times that a clock running ahead has left behind, once it has been set back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from bot.store.times import to_epoch

#: In this order: a put-off reminder is found by the snooze it belongs to.
_STATEMENTS = (
    # Asked for under the wrong clock: as long from now as it was from then.
    "UPDATE reminders SET send_at = send_at - s.at + :now, due_at = due_at - s.at + :now FROM snoozes AS s "
    "WHERE s.at > :now AND s.person = reminders.recipient AND s.occurrence = reminders.occurrence "
    "AND s.until = reminders.send_at AND reminders.due_at IS NOT NULL",
    "UPDATE snoozes SET until = until - at + :now, at = :now WHERE at > :now",
    # Tried again or put off: the dispatcher looks at the world again and puts off what still must wait.
    "UPDATE reminders SET due_at = CASE WHEN send_at > :now THEN send_at ELSE :now END "
    "WHERE due_at > :now AND due_at > send_at",
    "UPDATE replies SET due_at = :now WHERE due_at > :now",
    *(f"UPDATE {table} SET lease_until = :lease WHERE lease_until > :lease" for table in ("reminders", "deliveries")),
    "UPDATE replies SET lease_until = :lease WHERE lease_until > :lease",
    # A message of a day that is still ahead was one of today's and does not take that day's place.
    "UPDATE deliveries SET slot = :today || '#' || CAST(id AS TEXT), at = :now, "
    "sent_at = CASE WHEN sent_at > :now THEN :now ELSE sent_at END WHERE at > :now",
    # Steps between the true time and the wrong one have not been missed.
    "UPDATE occurrences SET since = :now WHERE since > :now",
    "UPDATE due_versions SET since = :now WHERE since > :now",
    # An answer from the future would not count yet.
    "UPDATE status_reports SET at = :now WHERE at > :now",
    "DELETE FROM link_attempts WHERE at > :now",
)


def bring_back(connection: Connection, now: datetime, lease_until: datetime) -> None:
    """Make nothing wait, hold or count for longer than it would had the clock always been right.

    ``lease_until``: the latest end of a lease taken now.
    """
    values = {"now": to_epoch(now), "lease": to_epoch(lease_until), "today": now.date().isoformat()}
    for statement in _STATEMENTS:
        connection.execute(text(statement), values)
