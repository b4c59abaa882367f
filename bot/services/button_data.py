"""What stands behind a button: a payload bound to one chat, so that a forged or forwarded tap is recognised."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from bot.channels.base import BUTTON_DATA

#: 72 bits of HMAC-SHA256, twelve characters.
_SIGNATURE_BYTES = 9
_SIGNATURE_LENGTH = 12


def sign(payload: str, address: str, secret: bytes) -> str:
    """Button data for ``payload`` in the chat ``address``; ValueError beyond 52 bytes of payload."""
    data = f"{payload}{_signature(payload, address, secret)}"
    if len(data.encode()) > BUTTON_DATA:
        raise ValueError(f"button payload too long: {payload!r}")
    return data


def verify(data: str, address: str, secret: bytes) -> str | None:
    """The payload of a button we made for this chat, else None."""
    payload, signature = data[:-_SIGNATURE_LENGTH], data[-_SIGNATURE_LENGTH:]
    expected = _signature(payload, address, secret)
    return payload if payload and hmac.compare_digest(signature.encode(), expected.encode()) else None


def _signature(payload: str, address: str, secret: bytes) -> str:
    digest = hmac.digest(secret, f"{address}\0{payload}".encode(), sha256)
    return urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).decode()
