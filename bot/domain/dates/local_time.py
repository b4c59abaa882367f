"""The one time zone of the program, for code that is handed its time and must not look at a clock."""

from __future__ import annotations

from datetime import timedelta, timezone

#: Asia/Ho_Chi_Minh. A fixed offset is enough: no daylight saving and no change since 13/6/1975.
LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
