"""The shipped files read with PyYAML alone, so that a fault in ``bot.registry`` cannot hide a fault in the data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

SCHEDULES = Path(__file__).resolve().parents[2] / "schedules"
HN_HCM, P188, P4778 = "ha-noi-tp-hcm-2024", "188-kh-ubnd-2022", "4778-kh-ubnd-2023"


@cache
def load(name: str) -> Any:
    return yaml.safe_load((SCHEDULES / name).read_text(encoding="utf-8"))


def plan(key: str) -> dict[str, Any]:
    content: dict[str, Any] = load(f"plans/{key}.yaml")
    return content


def tasks(key: str) -> dict[str, dict[str, Any]]:
    return {task["id"]: task for task in plan(key)["tasks"]}


def leads(task: dict[str, Any]) -> list[str]:
    return [lead if isinstance(lead, str) else lead["agency"] for lead in task["lead"]]


def report(key: str, rule_id: str) -> dict[str, Any]:
    return next(rule for rule in plan(key)["reports"] if rule["id"] == rule_id)


AGENCIES: dict[str, dict[str, Any]] = {a["id"]: a for a in load("agencies.yaml")}
PEOPLE: dict[str, dict[str, Any]] = {p["id"]: p for p in load("people.yaml")}
