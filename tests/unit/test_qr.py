"""The QR code of an invitation is a PNG that a phone can read."""

from __future__ import annotations

from bot.outputs.qr import qr_png

LINK = "https://t.me/dondoc_bot?start=K7MC9XQ4RTEA"


def test_a_png_large_enough_for_a_camera() -> None:
    png = qr_png(LINK)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width = int.from_bytes(png[16:20], "big")
    assert 250 <= width <= 600


def test_another_link_is_another_picture() -> None:
    assert qr_png(LINK) == qr_png(LINK)
    assert qr_png(LINK) != qr_png(LINK + "X")
