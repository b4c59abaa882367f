"""The HTML subset of messages as safe HTML for a page; everything else becomes plain text."""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

from markupsafe import Markup

_ANY_TAG = re.compile(r"<[^>]*>")
_TAGS = frozenset({"b", "i", "u", "code"})
_LINK_SCHEMES = ("https://", "http://", "mailto:")


def safe_html(text: str) -> Markup:
    """``text`` with only ``<b> <i> <u> <code> <a href>`` left, balanced; line breaks stay (the page keeps them)."""
    writer = _SafeWriter()
    writer.feed(text)
    writer.close()
    return Markup(writer.finished())


def plain_text(text: str) -> str:
    """``text`` without tags, entities resolved."""
    return unescape(_ANY_TAG.sub("", str(safe_html(text))))


class _SafeWriter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the allowed ones, without attributes; links only to web pages and mail."""
        if tag in _TAGS:
            self._begin(tag, f"<{tag}>")
        elif tag == "a":
            href = dict(attrs).get("href") or ""
            if href.lower().startswith(_LINK_SCHEMES):
                target = escape(href, quote=True)
                self._begin(tag, f'<a href="{target}" target="_blank" rel="noopener noreferrer nofollow">')

    def handle_endtag(self, tag: str) -> None:
        """Close what is open, and what was opened inside it."""
        if tag not in self._open:
            return
        while self._open:
            last = self._open.pop()
            self._parts.append(f"</{last}>")
            if last == tag:
                break

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        self._parts.append(escape(data, quote=False))

    def finished(self) -> str:
        """All of it, with what was left open closed."""
        return "".join([*self._parts, *(f"</{tag}>" for tag in reversed(self._open))])

    def _begin(self, tag: str, html: str) -> None:
        self._open.append(tag)
        self._parts.append(html)
