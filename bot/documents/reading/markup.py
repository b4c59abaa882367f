"""Markup that came through as text, reduced to the text it marks: HTML remains and Markdown emphasis."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_TAGS = "ul|ol|li|p|br|b|strong|i|em|u|s|sub|sup|span|div|font|center|a|small|mark|h[1-6]"
_TAG = re.compile(rf"<\s*(/?)\s*({_TAGS})\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|apos|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_BREAKING = frozenset({"p", "br", "ul", "ol", "div", "h1", "h2", "h3", "h4", "h5", "h6"})
_BULLET = re.compile(r"^[-–—+*•·▪]\s*")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$", re.DOTALL)
_STRONG = re.compile(r"(?<![*\w\\])\*\*(?=\S)(.+?)(?<=\S)\*\*(?![*\w])", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![*\w\\])\*(?=\S)([^*]+?)(?<=\S)\*(?![*\w])", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")

_ITALIC_ON, _ITALIC_OFF, _BOLD_ON, _BOLD_OFF = "\ue000", "\ue001", "\ue002", "\ue003"
_ITALIC, _BOLD = (_ITALIC_ON, _ITALIC_OFF), (_BOLD_ON, _BOLD_OFF)
_MARKS = {"i": _ITALIC, "em": _ITALIC, "b": _BOLD, "strong": _BOLD}
_ITALIC_PART = re.compile(f"{_ITALIC_ON}([^{_ITALIC_ON}{_ITALIC_OFF}]*){_ITALIC_OFF}")
_BOLD_PART = re.compile(f"{_BOLD_ON}([^{_BOLD_ON}{_BOLD_OFF}]*){_BOLD_OFF}", re.DOTALL)
_ANY_MARK = re.compile(f"[{_ITALIC_ON}-{_BOLD_OFF}]")


@dataclass(frozen=True, slots=True)
class BareText:
    """A text without its markup, and what the markup said."""

    text: str
    heading: int | None = None
    bold: bool = False
    italics: tuple[str, ...] = ()

    @property
    def italic(self) -> bool:
        """True when nothing but italics stands in the text."""
        return bool(self.italics) and "".join(self.italics).split() == self.text.split()


def plain(raw: str) -> BareText:
    """``raw`` without HTML remains and Markdown emphasis; unknown tags and lone asterisks stay as they are."""
    text = _ANY_MARK.sub("", raw)
    heading = _HEADING.match(text)
    if heading:
        text = heading[2]
    text = _without_tags(text)
    text = _STRONG.sub(rf"{_BOLD_ON}\1{_BOLD_OFF}", text)
    text = _ESCAPED.sub(r"\1", _EMPHASIS.sub(rf"{_ITALIC_ON}\1{_ITALIC_OFF}", text))
    text = tidy(text)
    italics = tuple(part for part in map(_bare, _ITALIC_PART.findall(text)) if part)
    bold = bool(_BOLD_PART.search(text)) and not _bare(_BOLD_PART.sub("", text))
    return BareText(_bare(text), len(heading[1]) if heading else None, bold, italics)


def tidy(text: str) -> str:
    """Spaces at the ends of lines and empty lines taken out; the words stay as printed."""
    lines = (line.strip() for line in text.replace("\xa0", " ").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _without_tags(text: str) -> str:
    if "<" in text:
        text = _TAG.sub(_tag_as_text, text)
        text = "\n".join(_item(line) for line in text.split("\n"))
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _tag_as_text(tag: re.Match[str]) -> str:
    closing, name = tag[1] == "/", tag[2].lower()
    if name in _MARKS:
        return _MARKS[name][closing]
    if name == "li":
        return "\n" if closing else "\n\ue004"
    return "\n" if name in _BREAKING else ""


def _item(line: str) -> str:
    """A list item begins with one dash, whether its text brought one or not."""
    before, mark, item = line.partition("\ue004")
    if not mark:
        return line
    item = item.strip()
    return f"{before}- {_BULLET.sub('', item)}" if item else before


def _bare(text: str) -> str:
    return _ANY_MARK.sub("", text).strip()
