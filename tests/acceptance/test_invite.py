"""``dondoc invite`` as a process, whatever the provider, or something in between, answers when it is asked its name."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.office import Office
from tests.fakes.bot_api_client import FakeTelegram

_BOT = '{"ok": true, "result": {"id": 1, "is_bot": true, "first_name": "Đôn Đốc"}}'


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "says", "body": "<html><title>Đăng nhập mạng</title></html>"},
        {"kind": "says", "body": "<html>Bad Gateway</html>", "status": 502},
        *({"kind": "says", "body": body} for body in ("", "null", "[]", '"ok"', '{"ok": true}', '{"result": 5}', _BOT)),
        *({"kind": kind} for kind in ("401", "429", "500", "502", "reset")),
    ],
    ids=lambda fault: " ".join(str(value) for value in fault.values()),
)
def test_an_odd_answer_costs_the_link_and_never_the_code(
    office: Office, fake_telegram: FakeTelegram, fault: dict[str, object]
) -> None:
    fake_telegram.fault(**{"times": None, **fault, "method": "getMe"})
    done = office.command("invite", "nguyen-thi-mai", "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert made["link"] is None
    assert "Traceback" not in done.stderr
    assert fake_telegram.token not in done.stdout + done.stderr
    assert len([line for line in done.stderr.splitlines() if line]) == 1, done.stderr


def test_an_odd_answer_is_not_remembered(office: Office, fake_telegram: FakeTelegram) -> None:
    fake_telegram.fault("says", "getMe", body=_BOT)
    assert office.invite("nguyen-thi-mai")["link"] is None
    made = office.invite("nguyen-thi-mai")
    assert made["link"] == f"https://t.me/dondoc_test_bot?start={made['code'].replace('-', '')}"
