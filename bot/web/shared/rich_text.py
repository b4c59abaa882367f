"""The HTML subset of messages as safe HTML for a page; everything else becomes plain text."""

from __future__ import annotations

from html import unescape

import nh3
from markupsafe import Markup

_SUBSET = nh3.Cleaner(
    tags={"b", "i", "u", "code", "a"},
    # The text inside a tag that goes stays, whatever the tag: a message loses no words.
    clean_content_tags=set(),
    attributes={"a": {"href"}},
    url_schemes={"https", "http", "mailto"},
    url_relative="deny",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    link_rel="noopener noreferrer nofollow",
)
_TEXT = nh3.Cleaner(tags=set(), clean_content_tags=set())


def safe_html(text: str) -> Markup:
    """``text`` with only ``<b> <i> <u> <code> <a href>`` left, balanced; line breaks stay (the page keeps them)."""
    return Markup(_SUBSET.clean(text))


def plain_text(text: str) -> str:
    """``text`` without tags, entities resolved."""
    return unescape(_TEXT.clean(text))
