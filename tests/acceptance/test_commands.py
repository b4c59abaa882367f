"""The real command as a process: what it prints, its exit codes, and that bad files change nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with the shipped config and schedules."""
    shutil.copy(ROOT / "config.yaml", tmp_path)
    shutil.copytree(ROOT / "schedules", tmp_path / "schedules")
    return tmp_path


def dondoc(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("TELEGRAM", "DATABASE", "DONDOC"))}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env={**clean, **env, "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_without_a_command_it_explains_itself(folder: Path) -> None:
    done = dondoc(folder)
    assert done.returncode == 0
    for command in ("demo", "check", "registry", "plan", "apply", "invite", "run", "status", "doctor"):
        assert command in done.stdout
    assert "dondoc demo" in done.stdout


def test_check_reads_the_shipped_files_and_names_the_gaps(folder: Path) -> None:
    done = dondoc(folder, "check")
    assert done.returncode == 0, done.stderr
    assert "3 kế hoạch, 91 nhiệm vụ" in done.stdout
    assert "Còn thiếu" in done.stdout


def test_check_names_every_problem_at_once_and_exits_1(folder: Path) -> None:
    plan = folder / "schedules" / "plans" / "4778-kh-ubnd-2023.yaml"
    edit(plan, "when: Tháng 9", "when: Tháng 13")
    edit(plan, "lead: [so-du-lich-tp-hcm]", "lead: [so-du-lich-tp-hcmm]")
    done = dondoc(folder, "check")
    assert done.returncode == 1
    lines = [x for x in done.stderr.splitlines() if ".yaml:" in x and ("Tháng 13" in x or "so-du-lich-tp-hcmm" in x)]
    assert len(lines) == 2
    file, line, message = lines[0].split(":", 2)
    assert Path(file).name == plan.name
    assert int(line) > 0
    assert message.strip()


def test_the_registry_as_json(folder: Path) -> None:
    data = json.loads(dondoc(folder, "registry", "--json").stdout)
    assert {p["key"]: len(p["tasks"]) for p in data["plans"]} == {
        "188-kh-ubnd-2022": 40,
        "4778-kh-ubnd-2023": 33,
        "ha-noi-tp-hcm-2024": 18,
    }
    assert {p["code"] for p in data["plans"]} == {"188/KH-UBND", "4778/KH-UBND", None}
    assert set(data) == {"plans", "agencies", "people", "gaps"}


def test_the_plan_as_json_has_the_seventh_working_day_before_13_september(folder: Path) -> None:
    done = dondoc(folder, "plan", "--from", "2024-09-03", "--to", "2024-09-04", "--json")
    messages = json.loads(done.stdout)
    assert {m["send_at"] for m in messages} == {"2024-09-04T08:00:00+07:00"}
    items = [i for m in messages for i in m["items"]]
    assert {(i["due"], i["target"], i["step"], i["period"]) for i in items} == {
        ("2024-09-15", "2024-09-13", "T-7", "2024")
    }


def test_plan_warns_of_a_year_without_a_published_calendar(folder: Path) -> None:
    done = dondoc(folder, "plan", "--from", "2028-09-01", "--to", "2028-09-30", "--plan", "ha-noi-tp-hcm-2024")
    assert done.returncode == 0
    assert "dự kiến" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "--from", "2024-09-30", "--to", "2024-09-01"),
        ("plan", "--from", "30-9-2024x", "--to", "2024-09-01"),
        ("plan", "--from", "2024-09-01", "--to", "2024-09-30", "--plan", "khong-co"),
        ("khong-co-lenh-nay",),
        ("invite",),
    ],
)
def test_wrong_usage_exits_2(folder: Path, words: tuple[str, ...]) -> None:
    assert dondoc(folder, *words).returncode == 2


def test_apply_shows_then_applies_and_a_second_time_changes_nothing(folder: Path) -> None:
    preview = dondoc(folder, "apply", "--dry-run")
    assert "hêm" in preview.stdout
    first = dondoc(folder, "apply")
    assert first.returncode == 0, first.stderr
    assert first.stdout == preview.stdout
    assert "Không có thay đổi" in dondoc(folder, "apply").stdout


def test_apply_with_a_broken_file_changes_nothing_and_says_why(folder: Path) -> None:
    dondoc(folder, "apply")
    edit(folder / "schedules" / "plans" / "ha-noi-tp-hcm-2024.yaml", "due: trước ngày 15/9", "due: trước ngày 31/9")
    done = dondoc(folder, "apply")
    assert done.returncode == 1
    assert "ha-noi-tp-hcm-2024.yaml:" in done.stderr
    edit(folder / "schedules" / "plans" / "ha-noi-tp-hcm-2024.yaml", "due: trước ngày 31/9", "due: trước ngày 15/9")
    assert "Không có thay đổi" in dondoc(folder, "apply").stdout


def test_moving_a_date_says_whose_reminders_move(folder: Path) -> None:
    dondoc(folder, "apply")
    edit(folder / "schedules" / "plans" / "ha-noi-tp-hcm-2024.yaml", "due: trước ngày 15/9", "due: trước ngày 20/9")
    changes = json.loads(dondoc(folder, "apply", "--json").stdout)
    assert changes["moved"]
    assert {c["obligation"] for c in changes["moved"]} <= {"bao-cao-don-vi", "tong-hop"}


def test_invite_without_a_token_still_gives_a_code(folder: Path, tmp_path: Path) -> None:
    qr = tmp_path / "moi.png"
    done = dondoc(folder, "invite", "tran-cong-huy", "--json", "--qr", str(qr))
    data = json.loads(done.stdout)
    assert set(data) == {"person", "link", "code", "expires_at"}
    assert data["person"] == "tran-cong-huy"
    assert data["link"] is None
    assert qr.read_bytes().startswith(b"\x89PNG")
    unknown = dondoc(folder, "invite", "khong-co-ai")
    assert unknown.returncode == 1
    assert "people.yaml" in unknown.stderr


def test_run_without_a_token_says_what_is_missing_and_offers_the_demo(folder: Path) -> None:
    done = dondoc(folder, "run")
    assert done.returncode == 1
    assert "TELEGRAM_BOT_TOKEN" in done.stderr
    assert "dondoc demo" in done.stderr


def test_a_rehearsal_never_reaches_a_real_server(folder: Path) -> None:
    token = "12345678:" + "A" * 35
    done = dondoc(folder, "run", "--clock", "2024-09-03T07:59+07:00", TELEGRAM_BOT_TOKEN=token)
    assert done.returncode == 1
    assert "127.0.0.1" in done.stderr
    assert token not in done.stderr + done.stdout


def test_status_and_doctor_speak_without_a_worker(folder: Path) -> None:
    dondoc(folder, "apply")
    listed = json.loads(dondoc(folder, "status", "--list", "--json").stdout)
    assert any(d["plan"] == "ha-noi-tp-hcm-2024" for d in listed)
    board = json.loads(dondoc(folder, "status", "ha-noi-tp-hcm-2024", "--json").stdout)
    assert {"agency", "state", "contacts"} <= set(board["rows"][0])
    doctor = dondoc(folder, "doctor", "--json")
    assert doctor.returncode == 1
    checks = {c["name"]: c["ok"] for c in json.loads(doctor.stdout)["checks"]}
    assert checks["files"] is True
    assert checks["token"] is False
    assert checks["worker"] is False


def test_a_missing_config_is_said_plainly(tmp_path: Path) -> None:
    done = dondoc(tmp_path, "check")
    assert done.returncode == 1
    assert "DD.E001" in done.stderr
    assert "Traceback" not in done.stderr
