"""Every table of the database: what the migrations build, no more and no less."""

from __future__ import annotations

from bot.store.answers import tables as answers
from bot.store.audit import tables as audit
from bot.store.columns import metadata
from bot.store.conversation import tables as conversation
from bot.store.people import tables as people
from bot.store.program import tables as program
from bot.store.schedule import tables as schedule
from bot.store.sending import tables as sending

__all__ = ["answers", "audit", "conversation", "metadata", "people", "program", "schedule", "sending"]
