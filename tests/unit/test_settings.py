"""Settings: declared once, bad ones stop the start with an id and a hint, secrets never in the file nor printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.settings import Config, Environment, PrivacySettings, SettingsError, WebSettings, load_settings
from bot.settings_docs import config_yaml, environment_example, settings_markdown

ROOT = Path(__file__).parents[2]


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_config_equals_the_declared_defaults(tmp_path: Path) -> None:
    shipped, empty = load_settings(ROOT / "config.yaml", {}), load_settings(write(tmp_path, ""), {})
    assert shipped.config == empty.config


def test_the_reference_page_is_made_from_the_declarations() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == settings_markdown(), "run `make docs`"


def test_defaults_follow_the_design(tmp_path: Path) -> None:
    policies = load_settings(write(tmp_path, ""), {}).policies
    assert policies.chase.notice_days == (30,)
    assert policies.chase.before == (15, 7, 3, 1)
    assert policies.chase.overdue == (1, 3, 5)
    assert policies.chase.overdue_max == 8
    assert policies.sending.send_at == time(8, 0)


@pytest.mark.parametrize(
    ("text", "id_", "says"),
    [
        ("sending: {dayly_cap: 3}", "DD.E003", "sending.dayly_cap: không có mục này."),
        ("sending: {daily_cap: 0}", "DD.E003", "sending.daily_cap: phải từ 1 trở lên."),
        ("sending: {daily_cap: 99}", "DD.E003", "sending.daily_cap: không được quá 20."),
        ("max_file_mb: lớn", "DD.E003", "max_file_mb: phải là số nguyên."),
        ("max_file_mb: 2.5", "DD.E003", "max_file_mb: phải là số nguyên."),
        ("reminders: {chase: {due_day: 7}}", "DD.E003", "due_day: phải là true hoặc false."),
        ("sending: 8", "DD.E003", "sending: phải gồm các mục con, mỗi mục một dòng thụt vào."),
        ("sending: {send_at: '25:00'}", "DD.E003", 'sending.send_at: ghi giờ trong dấu nháy, ví dụ "08:00".'),
        ("web: {hosts: x}", "DD.E003", "web.hosts: phải là danh sách, ví dụ [a, b]."),
        ("privacy: {contact: [x]}", "DD.E003", "privacy.contact: phải là một đoạn chữ."),
        ("web: {host: 2024-13-45}", "DD.E002", "ghi trong dấu nháy"),
        ("web: {port: " + "9" * 5000 + "}", "DD.E002", "ghi trong dấu nháy"),
        ("a: 1\n? [1, 2]\n: 3", "DD.E002", "config.yaml:2: viết sai cú pháp YAML"),
        ("a: 1\nb: \x01", "DD.E002", "ký tự không in được"),
        ("sending: {send_at: 10:00}", "DD.E003", "trong dấu nháy"),
        ("database_url: mysql://x", "DD.E003", "database_url: chỉ hỗ trợ sqlite"),
        ("telegram_bot_token: 1:abc", "DD.E004", "TELEGRAM_BOT_TOKEN"),
        ("a: [", "DD.E002", "không đọc được"),
        ("- một\n- hai", "DD.E002", "tên: giá trị"),
        ("time_zone: UTC", "DD.E003", "time_zone: chỉ nhận 'Asia/Ho_Chi_Minh'."),
    ],
)
def test_a_bad_setting_stops_the_start_with_id_and_hint(tmp_path: Path, text: str, id_: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(write(tmp_path, text), {})
    assert caught.value.id == id_
    assert says in str(caught.value)


def _entries(settings: BaseModel, above: str) -> Iterator[str]:
    for name in type(settings).model_fields:
        yield f"{above}{name}"
        if isinstance(inner := getattr(settings, name), BaseModel):
            yield from _entries(inner, f"{above}{name}.")


ODD = ["null", "5", "-1", "1.5", ".nan", "true", "chữ", "[null]", "[[]]", "{a: 1}", "{1: 2}", "2024-01-01", "1e999"]
ODD += ["!!binary aGVsbG8=", "!!set {a}", "'25:99'"]


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("entry", list(_entries(Config(), "")))
def test_whatever_stands_in_a_setting_is_answered_in_vietnamese(tmp_path: Path, entry: str, value: str) -> None:
    *above, name = entry.split(".")
    text = "{" + "".join(f"{outer}: {{" for outer in above) + f"{name}: {value}"
    try:
        load_settings(write(tmp_path, text + "}" * len(above) + "}"), {})
    except SettingsError as error:
        said = str(error).partition(f": {entry}")[2]
        assert said
        assert not re.search(r"\b(input|should|valid|value|error|keys|giá trị này)\b", said, re.IGNORECASE), said


def test_each_bad_setting_is_said_with_its_line(tmp_path: Path) -> None:
    text = """# Cơ quan
schedules: schedules
reminders:
  chase:
    before:
      - 3
      - -1
sending:
  daily_cap: 0
  khac: 1
"""
    with pytest.raises(SettingsError) as caught:
        load_settings(write(tmp_path, text), {})
    for place in (":7: reminders.chase.before.1:", ":9: sending.daily_cap:", ":10: sending.khac: không có mục này"):
        assert f"config.yaml{place}" in str(caught.value)


def test_a_missing_config_says_where_to_look(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"DD\.E001.*DONDOC_CONFIG"):
        load_settings(tmp_path / "none.yaml", {})


def test_secrets_come_from_a_file_and_are_not_printed(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("123456:secret-token-value\n")
    settings = load_settings(write(tmp_path, ""), {"TELEGRAM_BOT_TOKEN_FILE": str(tmp_path / "token")})
    assert "secret-token-value" not in repr(settings.environment) + str(settings.environment)
    assert settings.secrets() == ("123456:secret-token-value",)


def test_an_unreadable_secret_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"DD\.E006: TELEGRAM_BOT_TOKEN_FILE"):
        load_settings(write(tmp_path, ""), {"TELEGRAM_BOT_TOKEN_FILE": str(tmp_path / "none")})


def test_a_webhook_without_a_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"DD\.E007.*TELEGRAM_WEBHOOK_SECRET"):
        load_settings(write(tmp_path, ""), {"TELEGRAM_WEBHOOK_URL": "https://bot.example/telegram"})


def test_the_environment_wins_over_the_file_for_the_database(tmp_path: Path) -> None:
    path = write(tmp_path, "database_url: sqlite:///a.sqlite3")
    assert load_settings(path, {}).database_url == f"sqlite:///{tmp_path / 'a.sqlite3'}"
    assert load_settings(path, {"DATABASE_URL": "postgresql://h/db"}).database_url == "postgresql://h/db"


def test_the_shipped_config_is_made_from_the_declarations() -> None:
    assert (ROOT / "config.yaml").read_text(encoding="utf-8") == config_yaml(Config()), "run `make docs`"


@pytest.mark.parametrize("name", ['UBND phường "Hồng Bàng": văn phòng # 1', "Sở Tài chính", "no", "1e3", "~", ""])
def test_a_written_config_is_read_as_it_was_meant(tmp_path: Path, name: str) -> None:
    meant = Config(privacy=PrivacySettings(controller=name), web=WebSettings(host="::1", hosts=("a.gov.vn", "::2")))
    assert load_settings(write(tmp_path, config_yaml(meant)), {}).config == meant


def test_every_variable_is_in_the_example(tmp_path: Path) -> None:
    example = environment_example()
    for name in Environment.model_fields:
        assert f"\n# {name.upper()}=\n" in f"{example}\n"
    assert not [line for line in example.splitlines() if line and not line.startswith("#")], "nothing is set by itself"


@pytest.mark.parametrize(
    ("text", "environ", "asked", "address"),
    [
        ("", {}, None, ("127.0.0.1", 8000)),
        ("web: {port: 81}", {}, None, ("127.0.0.1", 81)),
        ("", {"PORT": "5000"}, None, ("0.0.0.0", 5000)),
        ("web: {host: 10.0.0.5, port: 81}", {"PORT": "5000"}, None, ("10.0.0.5", 5000)),
        ("", {"PORT": "5000"}, 82, ("127.0.0.1", 82)),
        ("", {}, 0, ("127.0.0.1", 0)),
    ],
)
def test_where_the_web_server_listens(
    tmp_path: Path, text: str, environ: dict[str, str], asked: int | None, address: tuple[str, int]
) -> None:
    assert load_settings(write(tmp_path, text), environ).web_address(asked) == address


@pytest.mark.parametrize("name", ["http://a.vn", "a.vn:80", "*.a.vn", "a vn", "-a.vn", ""])
def test_hosts_are_bare_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=r"DD\.E003.*web\.hosts"):
        load_settings(write(tmp_path, f"web: {{hosts: ['{name}']}}"), {})


def test_a_port_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"DD\.E005.*port"):
        load_settings(write(tmp_path, ""), {"PORT": "tám nghìn"})
