"""The Procfile under a process manager: the web process stands on the port it is given, the worker beside it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.acceptance.office import START
from tests.fakes.bot_api_client import FakeTelegram

_ROOT = Path(__file__).parents[2]


@contextmanager
def managed(folder: Path, port: int) -> Iterator[str]:
    """Every line of the Procfile running by honcho with ``$PORT``; yields what the web process printed."""
    bin_ = Path(sys.executable).parent
    ours = ("TELEGRAM_", "DATABASE_", "DONDOC_", "PORT")
    environ = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    environ |= {"PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "honcho", "start", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        try:
            said = []
            for line in process.stdout:
                said.append(line)
                if "Trang web:" in line:
                    break
            assert "Trang web:" in said[-1], "".join(said)
            yield said[-1]
        finally:
            process.terminate()
            process.communicate(timeout=300)


def test_web_and_worker_by_a_process_manager(tmp_path: Path, fake_telegram: FakeTelegram) -> None:
    for name in ("Procfile", "config.yaml"):
        shutil.copy(_ROOT / name, tmp_path)
    shutil.copytree(_ROOT / "schedules", tmp_path / "schedules")
    # honcho reads it by itself, as .env.example says.
    (tmp_path / ".env").write_text(
        f"TELEGRAM_BOT_TOKEN={fake_telegram.token}\nTELEGRAM_BASE_URL={fake_telegram.url}\n", encoding="utf-8"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    since = fake_telegram.state["calls"]
    with managed(tmp_path, port) as said:
        assert f"http://0.0.0.0:{port}/" in said
        at = f"http://127.0.0.1:{port}"
        assert "worker" in httpx.get(f"{at}/healthz", timeout=300, trust_env=False).text
        foreign = httpx.get(f"{at}/", headers={"Host": "evil.example"}, timeout=300, trust_env=False)
        assert foreign.status_code == 421
        assert "web.hosts" in foreign.text
        fake_telegram.wait_polling(since=since, timeout=START)
        fake_telegram.user(101).says("/start").wait_for("mã mời")
