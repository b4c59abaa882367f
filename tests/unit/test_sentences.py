"""Every Vietnamese sentence a person reads stands in ``bot/messages``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_BOT = _ROOT / "bot"
_SENTENCE = 4
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹàáãèéìíòóõùúýĩũ]", re.IGNORECASE)
#: What only a pattern has; "(…)" and "?" may stand in a sentence.
_PATTERN = re.compile(r"\(\?|\\[bsdSw]|\[\^|\)\?|\?\)|\)\*|\w\|\w|\$$|^\^")

#: Module or folder → why its Vietnamese stays where it is.
_APART = {
    "settings.py": "what a setting means is part of its declaration; config.yaml and docs/settings.md are made from it",
    "cli": "the help of an option is part of its declaration",
    "domain/plan/task_fields.py": "names of fields and words of columns are part of the field's row",
    "domain/intent/patterns.py": "patterns of what people type",
    "domain/dates/phrase_frame.py": "patterns of what papers print",
    "domain/conversation/words.py": "what people type for a choice",
    "registry/provinces.py": "names",
    "registry/agency_index.py": "how names of agencies are printed",
    "registry/checks/example_officers.py": "made-up names",
    "worker.py": "names of the parts of the process",
    "documents": "how papers are worded; its refusals and drafts still speak for themselves",
}
#: Whose arguments a declaration is; anything else in these modules belongs into ``messages``.
_DECLARATIONS = {"settings.py": {"Field"}, "cli": {"Option", "Argument"}}


def _strings(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Every string that is no docstring; of an f-string the words around its values."""
    apart = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    apart |= {id(part) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in n.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield node, "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node, node.value


def _declared(tree: ast.Module, names: set[str]) -> set[int]:
    """Strings inside calls of these names: ``Field(…)``, ``typer.Option(…)``."""
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call))
    wanted = (c for c in calls if getattr(c.func, "id", getattr(c.func, "attr", "")) in names)
    return {id(inner) for call in wanted for inner in ast.walk(call)}


def _is_sentence(text: str) -> bool:
    return bool(_VIETNAMESE.search(text)) and len(text.split()) >= _SENTENCE and not _PATTERN.search(text)


def _place(name: str) -> str | None:
    return next((place for place in _APART if name == place or name.startswith(f"{place}/")), None)


def sentences(source: str, name: str) -> list[str]:
    """``file:line: text`` of each sentence that belongs into ``messages``; ``name`` is relative to ``bot/``."""
    tree, place = ast.parse(source), _place(name)
    if place is not None and place not in _DECLARATIONS:
        return []
    declared = _declared(tree, _DECLARATIONS.get(place or "", set()))
    found = ((node, text) for node, text in _strings(tree) if id(node) not in declared and _is_sentence(text))
    return [f"bot/{name}:{node.lineno}: {text}" for node, text in found]


def test_every_sentence_stands_in_messages() -> None:
    names = (path.relative_to(_BOT).as_posix() for path in sorted(_BOT.rglob("*.py")))
    elsewhere = [name for name in names if not name.startswith("messages/")]
    found = [said for name in elsewhere for said in sentences((_BOT / name).read_text(encoding="utf-8"), name)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("place", _APART)
def test_what_stands_apart_is_there(place: str) -> None:
    assert (_BOT / place).exists()


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('X = "Không có trang này đâu."', [1]),
        ('\nsay(f"Đã ghi {path} vào thư mục này.")', [2]),
        ('say(f"Mất {count} tệp rồi.")', [1]),
        ('"""Không phải câu cho người đọc."""', []),
        ('X = r"(?:các |mỗi |từng |hai )?(?:địa phương|đơn vị)"', []),
        ('X = "ngắn thôi"', []),
        ('X = "four words of English"', []),
    ],
)
def test_a_sentence_is_told_from_the_rest(source: str, lines: list[int]) -> None:
    assert [int(said.split(":")[1]) for said in sentences(source, "web/x.py")] == lines


def test_in_a_module_of_declarations_the_rest_is_looked_at() -> None:
    source = 'X = Field(1, description="Cổng của trang web này.")\nraise E("Cổng này đang được dùng.")'

    assert [said.split(":")[1] for said in sentences(source, "settings.py")] == ["2"]
