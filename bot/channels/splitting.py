"""Cut a long message into parts a channel accepts, without breaking words, tags or entities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from unicodedata import combining

_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
#: A tag, a run of white space, or a word (entities belong to words).
_ATOM = re.compile(rf"{_TAG.pattern}|\s+|(?:&#?\w+;|<(?!/?[a-z][^<>]*>)|[^\s<])+", re.IGNORECASE)
#: What of a word cannot be cut: an entity, or one character.
_LETTER = re.compile(r"&#?\w+;|.", re.DOTALL)
_TAG_NAME = re.compile(r"</?([a-z][a-z0-9-]*)", re.IGNORECASE)


def utf16_units(text: str) -> int:
    """Length as the networks count it: characters beyond the basic plane are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible_units(text: str) -> int:
    """UTF-16 units of ``text`` (the HTML subset) as the reader sees it: tags are nothing, entities one character."""
    return utf16_units(unescape(_TAG.sub("", text)))


def plain_text(text: str) -> str:
    """``text`` (the HTML subset) as the reader sees it, for networks without markup. Cut first, then make plain."""
    return unescape("".join(atom.raw for atom in _atoms(text) if not atom.is_tag))


@dataclass(frozen=True, slots=True)
class _Atom:
    raw: str
    width: int = 0

    @property
    def is_tag(self) -> bool:
        return self.raw.startswith("<") and self.width == 0

    @property
    def is_space(self) -> bool:
        return self.raw.isspace()


def _atoms(text: str) -> Iterator[_Atom]:
    for match in _ATOM.finditer(text):
        raw = match.group()
        is_tag = raw.startswith("<") and raw.endswith(">")
        yield _Atom(raw, 0 if is_tag else utf16_units(unescape(raw)))


def split_html(text: str, limit: int) -> list[str]:
    """``text`` (the HTML subset) as parts of at most ``limit`` visible UTF-16 units, each well formed by itself.

    Cuts at a line end if one lies in the second half of the part, else between words; only a word longer than a whole
    part is cut inside. Tags open at a cut are closed and opened again. Text that fits comes back as it is.
    """
    if limit < 2:
        raise ValueError("limit must be at least 2")
    if utf16_units(text) <= limit or visible_units(text) <= limit:
        return [text]
    atoms = [piece for atom in _atoms(text) for piece in _chopped(atom, limit)]
    parts: list[str] = []
    open_tags: list[str] = []
    start = 0
    while start < len(atoms):
        end = _fitting(atoms, start, limit)
        parts.append(_closed(atoms[start:end], open_tags))
        start = _after_space(atoms, end)
    return [part for part in parts if visible_units(part.strip())]


def _chopped(atom: _Atom, limit: int) -> Iterator[_Atom]:
    """The atom itself, or pieces of at most ``limit`` units where it is longer than a whole part."""
    if atom.width <= limit:
        yield atom
        return
    piece, width = "", 0
    for letter in _letters(atom.raw):
        units = utf16_units(unescape(letter))
        if width + units > limit:
            yield _Atom(piece, width)
            piece, width = "", 0
        piece, width = piece + letter, width + units
    yield _Atom(piece, width)


def _letters(word: str) -> Iterator[str]:
    """Characters with the marks that sit on them, so that decomposed Vietnamese keeps its accents."""
    held = ""
    for match in _LETTER.finditer(word):
        letter = match.group()
        if held and not (len(letter) == 1 and combining(letter) and len(held) < 16):
            yield held
            held = ""
        held += letter
    if held:
        yield held


def _fitting(atoms: list[_Atom], start: int, limit: int) -> int:
    """Where the part that begins at ``start`` ends (behind at least one atom)."""
    width, last_space, last_line = 0, 0, 0
    for index in range(start, len(atoms)):
        atom = atoms[index]
        if atom.is_space:
            last_space = index
            if "\n" in atom.raw and width * 2 >= limit:
                last_line = index
        width += atom.width
        if width > limit:
            return max(last_line or last_space or index, start + 1)
    return len(atoms)


def _closed(atoms: list[_Atom], open_tags: list[str]) -> str:
    """The part's text with the tags open before it opened, and those open after it closed; updates ``open_tags``."""
    prefix = "".join(open_tags)
    for atom in atoms:
        if atom.is_tag:
            if not atom.raw.startswith("</"):
                open_tags.append(atom.raw)
            elif open_tags:
                open_tags.pop()
    suffix = "".join(f"</{_name(tag)}>" for tag in reversed(open_tags))
    return f"{prefix}{''.join(a.raw for a in atoms).rstrip()}{suffix}"


def _name(tag: str) -> str:
    match = _TAG_NAME.match(tag)
    return match.group(1) if match else ""


def _after_space(atoms: list[_Atom], start: int) -> int:
    while start < len(atoms) and atoms[start].is_space:
        start += 1
    return start
