"""Logging: one JSON object a line, tokens and phone numbers redacted."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

#: A Bot API token anywhere in a text, also inside a URL.
_TOKEN = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}")
#: Vietnamese phone numbers, with or without separators; the last three digits stay for support.
_PHONE = re.compile(r"(?<![\d.])(?:\+?84|0)(?:[ .-]?\d){6,7}[ .-]?(\d{3})(?!\d)")
#: Credentials in a database URL.
_PASSWORD = re.compile(r"(://[^:/@\s]+:)[^@\s]+@")

#: Standard attributes of a LogRecord; whatever else is set on it was given as ``extra``.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """``text`` without tokens, passwords and phone numbers."""
    for secret in secrets:
        text = text.replace(secret, "***")
    text = _TOKEN.sub("***", text)
    text = _PASSWORD.sub(r"\1***@", text)
    return _PHONE.sub(r"0*** *** \1", text)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and what was given as ``extra``."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(s for s in secrets if s)

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON, redacted, exceptions included."""
        entry: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry.update({k: v for k, v in vars(record).items() if k not in _STANDARD})
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return redact(json.dumps(entry, ensure_ascii=False, default=str), self._secrets)


def set_up_logging(secrets: Iterable[str] = (), *, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Log to ``stream`` (default: standard error) as redacted JSON; chatty libraries only from WARNING on."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "uvicorn.access", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
