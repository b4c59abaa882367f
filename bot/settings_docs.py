"""The settings reference, made from the declarations in ``bot.settings``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from pydantic import BaseModel

from bot.settings import Config, Environment


def settings_markdown() -> str:
    """The settings reference (``docs/settings.md``), made from the declarations."""
    lines = ["# Cấu hình", "", "Trang này được tạo từ khai báo trong `bot/settings.py` (`make docs`).", ""]
    lines += ["## `config.yaml`", "", "| mục | mặc định | ý nghĩa |", "|---|---|---|", *_rows(Config(), "")]
    lines += ["", "## Biến môi trường", "", "Mỗi biến có thể thay bằng `<TÊN>_FILE` chỉ tới một tệp chứa giá trị.", ""]
    lines += ["| biến | mặc định | ý nghĩa |", "|---|---|---|"]
    lines.append("| `DONDOC_CONFIG` | `config.yaml` | Tệp cấu hình khác. |")
    for name, info in Environment.model_fields.items():
        lines.append(f"| `{name.upper()}` | {_default(info.default)} | {info.description} |")
    return "\n".join(lines) + "\n"


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
