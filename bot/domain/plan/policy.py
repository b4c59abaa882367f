"""When reminders go out: steps, working hours, caps.

Read from ``config.yaml``, overridable per plan, obligation and agency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import time


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """Steps of one pursuit. Working days unless said otherwise."""

    #: Calendar days before the target for the first notice.
    notice_days: tuple[int, ...] = (30,)
    #: Working days before the target.
    before: tuple[int, ...] = (15, 7, 3, 1)
    #: Whether the morning of the target itself has a reminder.
    due_day: bool = True
    #: Working days after the last permitted day has passed.
    overdue: tuple[int, ...] = (1, 3, 5)
    #: Calendar days between the later ones; 0 = none.
    overdue_every: int = 7
    #: All overdue reminders together.
    overdue_max: int = 8
    #: Working days after the last permitted day when the unit's leader is told; empty = never.
    escalate_after: tuple[int, ...] = ()

    def overridden(self, *layers: Mapping[str, object]) -> ReminderPolicy:
        """This policy with the given fields replaced, the later layer winning.

        Unknown fields are ignored here; ``dondoc check`` names them.
        """
        known = {f.name for f in fields(self)}
        values = {k: v for layer in layers for k, v in layer.items() if k in known}
        return replace(self, **values) if values else self  # type: ignore[arg-type]


#: Coordinating agencies, on-demand and undated tasks.
ASK_POLICY = ReminderPolicy(notice_days=(), before=(7, 1), due_day=False, overdue=(), overdue_every=0, overdue_max=0)


@dataclass(frozen=True, slots=True)
class SendingRules:
    """When anything may be sent at all; local time, Asia/Ho_Chi_Minh."""

    #: Time of day of every planned reminder.
    send_at: time = time(8, 0)
    #: Nothing before this time of day …
    opens: time = time(7, 30)
    #: … or after this one, nor on days off.
    closes: time = time(17, 30)
    #: Digests per person and day.
    daily_cap: int = 2


@dataclass(frozen=True, slots=True)
class Policies:
    """Everything the planner needs to know from ``config.yaml``."""

    chase: ReminderPolicy = ReminderPolicy()
    ask: ReminderPolicy = ASK_POLICY
    sending: SendingRules = SendingRules()
