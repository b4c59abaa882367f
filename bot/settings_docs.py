"""Texts made from the declarations in ``bot.settings``: the reference, ``config.yaml``, ``.env.example``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import yaml
from pydantic import BaseModel

from bot.messages.beginning import CONFIG_HEAD, ENVIRONMENT
from bot.messages.configuration import REFERENCE_ENVIRONMENT, REFERENCE_HEAD
from bot.settings import Config, Environment

#: The column of the comments in ``config.yaml``.
_COMMENT_AT = 40


def settings_markdown() -> str:
    """The settings reference (``docs/settings.md``), made from the declarations."""
    lines = [*REFERENCE_HEAD, *_rows(Config(), ""), *REFERENCE_ENVIRONMENT]
    for name, info in Environment.model_fields.items():
        lines.append(f"| `{name.upper()}` | {_default(info.default)} | {info.description} |")
    return "\n".join(lines) + "\n"


def config_yaml(config: Config) -> str:
    """A ``config.yaml`` that says what ``config`` says, every entry with its meaning."""
    return "\n".join((*CONFIG_HEAD, *_entries(config, ""))) + "\n"


def environment_example() -> str:
    """Every variable of the environment with its meaning, commented out."""
    lines = [f"\n# {info.description}\n# {name.upper()}=" for name, info in Environment.model_fields.items()]
    return ENVIRONMENT + "\n".join(lines) + "\n"


def _entries(value: BaseModel, indent: str) -> Iterator[str]:
    for name, info in type(value).model_fields.items():
        inner = getattr(value, name)
        if isinstance(inner, BaseModel):
            yield f"{'' if indent else chr(10)}{indent}{name}:  # {info.description}"
            yield from _entries(inner, f"{indent}  ")
        else:
            yield f"{indent + name + ': ' + _scalar(inner):{_COMMENT_AT}}  # {info.description}"


def _scalar(value: object) -> str:
    """On one line of YAML; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, time):
        # Always quoted, as an example: bare, 10:00 is a number to YAML.
        return f'"{value:%H:%M}"'
    plain = list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Path) else value
    text = yaml.safe_dump(plain, default_flow_style=True, allow_unicode=True, width=1_000)
    return text.removesuffix("...\n").strip()


def _rows(value: BaseModel, prefix: str) -> Iterator[str]:
    for name, info in type(value).model_fields.items():
        inner = getattr(value, name)
        if isinstance(inner, BaseModel):
            yield f"| **`{prefix}{name}`** | | {info.description} |"
            yield from _rows(inner, f"{prefix}{name}.")
        else:
            yield f"| `{prefix}{name}` | {_default(inner)} | {info.description} |"


def _default(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, time):
        return f"`{value:%H:%M}`"
    if isinstance(value, tuple):
        return f"`[{', '.join(str(v) for v in value)}]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
