"""How Word paragraphs look: direct formatting first, then the style and the styles it is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from bot.documents.reading.source import Style

_HEADING = re.compile(r"^(?:heading|tiêu đề|đầu đề) ?(\d)$", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})
#: Styles form no deeper chain in an honest file.
_DEEPEST = 12


@dataclass(slots=True)
class Styles:
    """Looks up formatting; ``root`` is the root of ``styles.xml`` or None."""

    root: Any = None
    _by_id: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.root is not None:
            self._by_id = {style.get(qn("w:styleId")): style for style in self.root.findall(qn("w:style"))}

    def style(self, paragraph: Any) -> Style:
        """Heading level, bold, italic and centring of a whole paragraph."""
        runs = [
            run for run in paragraph.iter(qn("w:r")) if any((node.text or "").strip() for node in run.iter(qn("w:t")))
        ]
        align = self.paragraph_value(paragraph, "jc")
        return Style(
            heading=self._heading(paragraph),
            bold=bool(runs) and all(self.run_has(run, paragraph, "b") for run in runs),
            italic=bool(runs) and all(self.run_has(run, paragraph, "i") for run in runs),
            centered=align is not None and align.get(qn("w:val")) == "center",
        )

    def run_has(self, run: Any, paragraph: Any, mark: str) -> bool:
        """True when the run is bold (``b``) or italic (``i``), by itself or by a style."""
        for properties in (run.find(qn("w:rPr")), *self._run_properties(paragraph)):
            node = None if properties is None else properties.find(qn(f"w:{mark}"))
            if node is not None:
                return (node.get(qn("w:val")) or "1").lower() not in _OFF
        return False

    def paragraph_value(self, paragraph: Any, name: str) -> Any:
        """The element ``name`` (such as ``jc``, ``numPr``) in force for a paragraph, or None."""
        own = paragraph.find(qn("w:pPr"))
        for properties in (own, *(style.find(qn("w:pPr")) for style in self._chain(paragraph))):
            node = None if properties is None else properties.find(qn(f"w:{name}"))
            if node is not None:
                return node
        return None

    def _run_properties(self, paragraph: Any) -> list[Any]:
        return [style.find(qn("w:rPr")) for style in self._chain(paragraph)]

    def _heading(self, paragraph: Any) -> int | None:
        for style in self._chain(paragraph):
            name = style.find(qn("w:name"))
            found = _HEADING.match((name.get(qn("w:val")) or "") if name is not None else "")
            if found:
                return int(found[1])
        level = self.paragraph_value(paragraph, "outlineLvl")
        value = level.get(qn("w:val")) if level is not None else None
        return int(value) + 1 if value and value.isdigit() and int(value) < 9 else None

    def _chain(self, paragraph: Any) -> list[Any]:
        properties = paragraph.find(qn("w:pPr"))
        named = None if properties is None else properties.find(qn("w:pStyle"))
        chain: list[Any] = []
        while named is not None and len(chain) < _DEEPEST:
            style = self._by_id.get(named.get(qn("w:val")))
            if style is None:
                break
            chain.append(style)
            named = style.find(qn("w:basedOn"))
        return chain
