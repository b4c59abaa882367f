"""QR codes of invitation links."""

from __future__ import annotations

from io import BytesIO

import segno

#: Pixels a module and the quiet zone around, in modules: readable from a phone's camera off a screen or paper.
_SCALE = 8
_BORDER = 4


def qr_png(link: str) -> bytes:
    """A PNG of ``link``, with medium error correction so that a print with a crease still reads."""
    buffer = BytesIO()
    segno.make(link, error="m", micro=False).save(buffer, kind="png", scale=_SCALE, border=_BORDER)
    return buffer.getvalue()
