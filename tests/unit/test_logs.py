"""Logs carry no token, password or phone number, not even inside an exception."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import redact, set_up_logging


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Other tests must not log to a stream that ends with this one."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("POST https://api.telegram.org/bot12345678:AAF-abcdefghijklmnopqrstuv_/sendMessage", "***"),
        ("gọi 0900.000.001 hoặc 0900000001", "0*** *** 001 hoặc 0*** *** 001"),
        ("+84 900 000 002", "0*** *** 002"),
        ("postgresql://dondoc:mat-khau@db/x", "postgresql://dondoc:***@db/x"),
        ("chat 12345, ngày 15/09/2024, 4778/KH-UBND", "chat 12345, ngày 15/09/2024, 4778/KH-UBND"),
    ],
)
def test_redaction(text: str, clean: str) -> None:
    assert clean in redact(text)
    assert "AAF-abc" not in redact(text)


def test_log_lines_are_json_and_redacted() -> None:
    stream = io.StringIO()
    set_up_logging(["bí-mật-riêng"], stream=stream)
    try:
        raise ValueError("token 12345678:AAF-abcdefghijklmnopqrstuv_")
    except ValueError:
        logging.getLogger("bot").exception("gửi lỗi bí-mật-riêng", extra={"action": "send_failed"})
    entry = json.loads(stream.getvalue())
    assert entry["action"] == "send_failed"
    assert "AAF-abc" not in stream.getvalue()
    assert "bí-mật-riêng" not in stream.getvalue()
