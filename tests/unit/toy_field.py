"""A process in which tasks have one field more, ``budget``: an attribute and a row of the table, nothing else.

Imports a paper with that column, then reads, changes, compares, shows and types the field; prints what each step saw.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

from bot.domain.plan import plan, task_fields

_FIELD = task_fields.TaskField(
    "budget",
    task_fields.FieldKind.TEXT,
    "Kinh phí thực hiện",
    columns=(task_fields.ColumnWords("kinh phí thực hiện"),),
    listed="kinh phí",
)
plan.Task = dataclasses.make_dataclass("Task", [("budget", "str | None", None)], bases=(plan.Task,), frozen=True)  # type: ignore[misc]
task_fields.TASK_FIELDS = (*task_fields.TASK_FIELDS, _FIELD)  # type: ignore[assignment]

from bot.documents.draft.difference import compare  # noqa: E402
from bot.documents.draft.draft_edit import edit_task  # noqa: E402
from bot.documents.draft.task_form import task_values  # noqa: E402
from bot.documents.draft.writing import write_draft  # noqa: E402
from bot.documents.reading.text_reader import read_text  # noqa: E402
from bot.documents.understanding.draft import PlanDraft  # noqa: E402
from bot.documents.understanding.importer import read_plan  # noqa: E402
from bot.messages.importing.doubts import field_line  # noqa: E402
from bot.messages.importing.review_labels import FORM_LABELS  # noqa: E402
from bot.registry.loader import load_registry  # noqa: E402
from bot.registry.normalised import registry_json  # noqa: E402


def main(paper: Path, folder: Path) -> None:
    """``folder`` has agencies, people and a calendar; the plan of ``paper`` is written into it."""
    draft = read_plan(read_text(paper), load_registry(folder)[0])
    assert isinstance(draft, PlanDraft)
    write_draft(draft, folder)
    registry, _, problems = load_registry(folder)
    written = registry.plans[draft.plan.key]
    typed = edit_task(draft, "1", {"budget": "600 triệu đồng"})
    (change,) = compare(written, typed.plan).changes
    write_draft(typed, folder)
    found = {
        "imported": draft.plan.task("1").budget,  # type: ignore[attr-defined]
        "errors": [problem.message for problem in problems if problem.level == "error"],
        "read": written.task("1").budget,  # type: ignore[attr-defined]
        "json": registry_json(registry, ())["plans"][0]["tasks"][0]["budget"],
        "form": {FORM_LABELS[key]: text for key, text in task_values(draft, draft.plan.task("1")).items()},
        "changed": field_line(*change.fields[0]).strip(),
        "updated": load_registry(folder)[0].plans[draft.plan.key].task("1").budget,  # type: ignore[attr-defined]
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
