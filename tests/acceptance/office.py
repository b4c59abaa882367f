"""A whole office for acceptance tests: its files, its database, and the real command running as a process."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import httpx

from bot.domain.schedule.reminder import ReminderState
from bot.store.database import Database
from tests.fakes.bot_api_client import FakeTelegram, FakeUser

_ROOT = Path(__file__).parents[2]
#: The unit report of this plan is due before Sunday 15/9/2024, so it should be handed in by Friday 13/9.
PLAN = "ha-noi-tp-hcm-2024"
#: A minute before the first reminders go out on 04/9, seven working days before 13/9.
BEFORE_EIGHT = "2024-09-04T07:59+07:00"
EIGHT = "2024-09-04T08:00+07:00"
#: Seconds a started process may take until it serves; the machine may be busy.
START = 300.0

#: The paper names nobody for this plan; ids as in people.yaml.
PEOPLE = """
- {id: nguyen-thi-mai, name: Nguyễn Thị Mai, agency: so-y-te-ha-noi, roles: [contact]}
- {id: pham-van-du, name: Phạm Văn Du, agency: so-du-lich-ha-noi, roles: [contact]}
- {id: tran-van-hop, name: Trần Văn Hợp, agency: so-ke-hoach-va-dau-tu-ha-noi, roles: [contact, coordinator, admin]}
"""


@dataclass
class Running:
    """``dondoc run`` as a process."""

    process: subprocess.Popen[str]
    url: str
    log: Path

    def push(self, to: str) -> None:
        """Set the clock forward and make one pass; returns when the pass is over."""
        answer = httpx.post(f"{self.url}/clock", json={"to": to}, timeout=300, trust_env=False)
        assert answer.status_code == 200, f"{answer.text}\n{self.said()}"

    def push_behind(self, to: str) -> threading.Thread:
        """As ``push``, not waiting: for passes that a test holds up or kills."""

        def push() -> None:
            try:
                httpx.post(f"{self.url}/clock", json={"to": to}, timeout=300, trust_env=False)
            except httpx.HTTPError:
                return

        thread = threading.Thread(target=push, daemon=True)
        thread.start()
        return thread

    def health(self) -> httpx.Response:
        """What /healthz says."""
        return httpx.get(f"{self.url}/healthz", timeout=300, trust_env=False)

    def kill(self) -> None:
        """As a power cut: no chance to tidy up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(300)

    def stop(self) -> int:
        """As a service manager stops it; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(300)

    def said(self) -> str:
        """The end of what it logged."""
        return self.log.read_text(encoding="utf-8")[-4000:]


@dataclass
class Office:
    """Files, database and token; processes started here end with the test."""

    folder: Path
    telegram: FakeTelegram
    database_url: str
    environment: dict[str, str] = field(default_factory=dict)
    _running: list[Running] = field(default_factory=list)

    def __post_init__(self) -> None:
        shutil.copytree(_ROOT / "schedules", self.folder / "schedules")
        shutil.copy(_ROOT / "config.yaml", self.folder / "config.yaml")
        with (self.folder / "schedules" / "people.yaml").open("a", encoding="utf-8") as people:
            people.write(PEOPLE)

    @property
    def _environ(self) -> Mapping[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TELEGRAM_", "DATABASE_", "DONDOC_"))}
        return {
            **kept,
            "DONDOC_CONFIG": str(self.folder / "config.yaml"),
            "DATABASE_URL": self.database_url,
            "TELEGRAM_BASE_URL": self.telegram.url,
            "TELEGRAM_BOT_TOKEN": self.telegram.token,
            "PYTHONPATH": str(_ROOT),
            **self.environment,
        }

    def run(self, clock: str = BEFORE_EIGHT, *, polling: bool = True, options: tuple[str, ...] = ()) -> Running:
        """Start ``dondoc run`` with a standing clock; returns when it serves and asks for updates."""
        since = self.telegram.state["calls"]
        log = self.folder / f"log-{len(self._running)}.txt"
        command = [sys.executable, "-m", "bot", "run", "--clock", clock, "--speed", "0", "--port", "0", *options]
        with log.open("w", encoding="utf-8") as errors:
            process = subprocess.Popen(
                command, cwd=self.folder, env=self._environ, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        running = Running(process, "", log)
        self._running.append(running)
        running.url = _address(running)
        if polling:
            self.telegram.wait_polling(since=since, timeout=START)
        return running

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command of the same installation, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder, env=self._environ, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip

    def invite(self, person: str) -> dict[str, Any]:
        """``dondoc invite PERSON --json``."""
        done = self.command("invite", person, "--json")
        assert done.returncode == 0, done.stderr
        made: dict[str, Any] = json.loads(done.stdout)
        return made

    def link(self, person: str, user_id: int) -> FakeUser:
        """The person's chat, linked and agreed; the bot must be running."""
        user = self.telegram.user(user_id)
        user.says(f"/start {self.invite(person)['code']}").wait_for("Đề nghị xác nhận liên kết")
        user.taps("Đồng ý").wait_for("Đã liên kết")
        return user

    def linked(self, person: str, user_id: int) -> FakeUser:
        """The person's chat, linked some days ago; the bot need not run."""
        self.telegram.open_chats(user_id, 1)
        with self.opened() as database:
            database.migrate()
            with database.transaction() as uow:
                uow.accounts.link(
                    person, "telegram", str(user_id), "1", datetime.fromisoformat("2024-08-28T09:00+07:00")
                )
        return self.telegram.user(user_id)

    def staff(self, count: int, first_chat: int = 1000) -> list[FakeUser]:
        """So many contact persons more, of agencies that report under the plan, all linked."""
        with (self.folder / "schedules" / "people.yaml").open("a", encoding="utf-8") as people:
            for number in range(count):
                agency = ("so-y-te-ha-noi", "so-du-lich-ha-noi", "so-tai-chinh-ha-noi", "so-noi-vu-ha-noi")[number % 4]
                people.write(
                    f"- {{id: can-bo-{number}, name: Nguyễn Văn {number}, agency: {agency}, roles: [contact]}}\n"
                )
        return [self.linked(f"can-bo-{number}", first_chat + number) for number in range(count)]

    def edit(self, file: str, old: str, new: str) -> None:
        """Change one place in a file under ``schedules/``."""
        path = self.folder / "schedules" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def reminder_states(self, person: str) -> dict[str, ReminderState]:
        """Step → state of the person's reminders about the plan's unit report."""
        with self.opened() as database, database.read() as uow:
            found = {
                reminder.step.code: reminder.state
                for stored in uow.occurrences.find(plan=PLAN, include_withdrawn=True)
                if stored.occurrence.obligation == "bao-cao-don-vi" and stored.occurrence.period == "2024"
                for reminder in uow.reminders.of_occurrence(stored.occurrence.key)
                if reminder.recipient == person and reminder.version == stored.version
            }
        return found

    def opened(self) -> _Opened:
        """The database, to look at."""
        return _Opened(self.database_url)

    def close(self) -> None:
        """End what still runs."""
        for running in self._running:
            if running.process.poll() is None:
                running.kill()
            if running.process.stdout is not None:
                running.process.stdout.close()


class _Opened:
    """A database that is closed again."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)

    def __enter__(self) -> Database:
        return self._database

    def __exit__(self, *_: object) -> None:
        self._database.close()


def _address(running: Running) -> str:
    """The address it prints when it serves."""
    lines: Queue[str] = Queue()
    threading.Thread(target=_pass_on, args=(running.process, lines), daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=START)
        except Empty:
            line = ""
        assert line, f"the process did not serve:\n{running.said()}"
        if "http://" in line:
            return line[line.index("http://") :].strip().rstrip("/")


def _pass_on(process: subprocess.Popen[str], lines: Queue[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put("")
