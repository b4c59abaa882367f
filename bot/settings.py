"""Settings: each declared once, with default, check and help. ``config.yaml`` first, then the environment.

Secrets come only from the environment or from a file named by ``<NAME>_FILE``. A bad setting stops the start with an
id and a hint.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.domain.plan.policy import ASK_POLICY, Policies, ReminderPolicy, SendingRules
from bot.errors import DondocError
from bot.messages import configuration as say
from bot.regular_file import read_regular

#: Levels of nesting and references in config.yaml.
_MOST = 15
_LONGEST_SECRET = 10_000
_LONGEST_CONFIG = 200_000

NonNegative = Annotated[int, Field(ge=0, le=366)]


class SettingsError(DondocError):
    """``id`` says which fault it is: DD.E001 … DD.E007."""

    def __init__(self, id: str, message: str, *, hint: str = "") -> None:
        super().__init__(f"{id}: {message}", hint=hint)
        self.id = id


#: A name or an address without scheme, port and path.
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|[0-9a-f:]*:[0-9a-f:.]*")


class NoConfig(SettingsError):
    """There is no file of settings."""

    def __init__(self, path: Path) -> None:
        super().__init__("DD.E001", say.no_file(path), hint=say.HOW_TO_BEGIN)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SendingSettings(_Strict):
    """When anything may be sent; local time."""

    send_at: time = Field(time(8, 0), description="Giờ gửi tin nhắc trong ngày làm việc.")
    opens: time = Field(time(7, 30), description="Không gửi gì trước giờ này.")
    closes: time = Field(time(17, 30), description="Không gửi gì sau giờ này.")
    daily_cap: int = Field(2, ge=1, le=20, description="Số tin nhắc tối đa cho một người trong một ngày.")

    @field_validator("send_at", "opens", "closes", mode="before")
    @classmethod
    def _written_as_time(cls, value: object) -> object:
        # YAML reads 10:00 as the number 600, which would pass as ten past midnight.
        if not isinstance(value, str | time):
            raise ValueError(say.QUOTE_THE_TIME)
        return value


class PolicySettings(_Strict):
    """Steps of one pursuit; see ``bot.domain.plan.policy.ReminderPolicy``."""

    notice_days: tuple[NonNegative, ...] = Field((30,), description="Báo trước bấy nhiêu ngày (ngày lịch).")
    before: tuple[NonNegative, ...] = Field(
        (15, 7, 3, 1), description="Nhắc trước ngày nên gửi bấy nhiêu ngày làm việc."
    )
    due_day: bool = Field(True, description="Nhắc vào sáng ngày nên gửi.")
    overdue: tuple[NonNegative, ...] = Field((1, 3, 5), description="Nhắc sau hạn bấy nhiêu ngày làm việc.")
    overdue_every: NonNegative = Field(7, description="Sau đó nhắc lại mỗi bấy nhiêu ngày; 0 là không nhắc lại.")
    overdue_max: NonNegative = Field(8, description="Tổng số lần nhắc sau hạn.")
    escalate_after: tuple[NonNegative, ...] = Field(
        (), description="Quá hạn bấy nhiêu ngày làm việc thì báo lãnh đạo đơn vị; để trống là không báo."
    )

    def policy(self) -> ReminderPolicy:
        """The same as a domain record."""
        return ReminderPolicy(**self.model_dump())


class ReminderSettings(_Strict):
    """Reminder policies by how hard an answer is asked for."""

    chase: PolicySettings = Field(default_factory=PolicySettings, description="Cơ quan chủ trì.")
    ask: PolicySettings = Field(
        default_factory=lambda: PolicySettings(**{f.name: getattr(ASK_POLICY, f.name) for f in fields(ASK_POLICY)}),
        description="Cơ quan phối hợp và nhiệm vụ theo nhu cầu: hỏi, không đôn đốc.",
    )


class WebSettings(_Strict):
    """Where the web server listens."""

    host: str | None = Field(
        None,
        description="Địa chỉ máy chủ web lắng nghe; để trống là 127.0.0.1, hoặc 0.0.0.0 khi có biến môi trường PORT.",
    )
    port: int = Field(8000, ge=0, le=65535, description="Cổng khi không có biến PORT; 0 là cổng trống bất kỳ.")
    hosts: tuple[str, ...] = Field(
        (), description="Tên miền của trang web, ví dụ [dondoc.example.gov.vn]; địa chỉ khác bị từ chối."
    )

    @field_validator("hosts")
    @classmethod
    def _bare_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        names = tuple(name.strip().casefold() for name in value)
        if wrong := [name for name in names if not _HOST.fullmatch(name)]:
            raise ValueError(say.bad_host(wrong[0]))
        return names


class PrivacySettings(_Strict):
    """Who answers for personal data; shown to people before they consent."""

    controller: str = Field("cơ quan chủ trì tổng hợp kế hoạch", description="Bên kiểm soát dữ liệu cá nhân.")
    contact: str = Field("cán bộ tổng hợp kế hoạch của cơ quan", description="Người hoặc đơn vị để liên hệ.")


class Config(_Strict):
    """Everything in ``config.yaml``."""

    time_zone: Literal["Asia/Ho_Chi_Minh"] = Field("Asia/Ho_Chi_Minh", description="Múi giờ của mọi thời điểm.")
    schedules: Path = Field(Path("schedules"), description="Thư mục kế hoạch, cơ quan, cán bộ, lịch làm việc.")
    database_url: str = Field("sqlite:///var/dondoc.sqlite3", description="Cơ sở dữ liệu khi không có DATABASE_URL.")
    sending: SendingSettings = Field(default_factory=SendingSettings, description="Giờ gửi tin.")
    reminders: ReminderSettings = Field(default_factory=ReminderSettings, description="Các mốc nhắc việc.")
    channels: tuple[Literal["telegram"], ...] = Field(("telegram",), description="Kênh nhắn tin được bật.")
    max_file_mb: int = Field(20, ge=1, le=50, description="Cỡ tối đa của một tệp đính kèm, tính bằng MB.")
    invite_days: int = Field(7, ge=1, le=60, description="Số ngày một mã mời liên kết còn hiệu lực.")
    privacy: PrivacySettings = Field(default_factory=PrivacySettings, description="Bảo vệ dữ liệu cá nhân.")
    web: WebSettings = Field(default_factory=WebSettings, description="Máy chủ web.")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:", "postgresql:", "postgres:", "postgresql+psycopg:")):
            raise ValueError(say.UNKNOWN_DATABASE)
        return value


class Environment(_Strict):
    """What comes from the environment only; each field's variable is its name in capitals."""

    telegram_bot_token: SecretStr | None = Field(None, description="Mã bot Telegram do @BotFather cấp.")
    telegram_base_url: str = Field(
        "https://api.telegram.org", description="Gốc của máy chủ Bot API (không có /bot); có thể là máy chủ tự đặt."
    )
    telegram_webhook_url: str | None = Field(
        None, description="Địa chỉ công khai (https) để Telegram gọi vào; để trống thì bot tự hỏi (long polling)."
    )
    telegram_webhook_secret: SecretStr | None = Field(
        None, description="Mã bí mật Telegram gửi kèm mỗi lần gọi webhook."
    )
    database_url: SecretStr | None = Field(None, description="Cơ sở dữ liệu, thay cho giá trị trong config.yaml.")
    port: int | None = Field(
        None, ge=0, le=65535, description="Cổng của trang web do nền tảng (Procfile) cấp, thay cho web.port."
    )


class Settings:
    """Config and environment together; relative paths are taken from the config file's folder."""

    def __init__(
        self, config: Config, environment: Environment, folder: Path, secret_files: Mapping[str, Path] | None = None
    ) -> None:
        self.config = config
        self.environment = environment
        self.folder = folder
        #: The files that hold secrets, by the variable or entry of config.yaml.
        self.secret_files = dict(secret_files or {})

    @property
    def schedules(self) -> Path:
        return self.folder / self.config.schedules

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL; relative SQLite paths are made absolute."""
        url = self.environment.database_url
        return _absolute_sqlite(url.get_secret_value() if url else self.config.database_url, self.folder)

    def web_address(self, port: int | None = None) -> tuple[str, int]:
        """Where the web server listens. ``port``, asked for on the command line, goes before $PORT and ``web.port``.

        A platform that hands out $PORT comes from outside this machine.
        """
        web, given = self.config.web, self.environment.port
        if port is None and given is not None:
            return web.host or "0.0.0.0", given
        return web.host or "127.0.0.1", web.port if port is None else port

    @property
    def database_file(self) -> Path | None:
        """Where the SQLite database is kept; None for another database."""
        prefix, _, path = self.database_url.partition(":///")
        return Path(path.partition("?")[0]) if prefix.startswith("sqlite") and path else None

    @property
    def policies(self) -> Policies:
        """The planner's view of the reminder settings."""
        sending = SendingRules(**self.config.sending.model_dump())
        return Policies(self.config.reminders.chase.policy(), self.config.reminders.ask.policy(), sending)

    def secrets(self) -> tuple[str, ...]:
        """Every secret value in clear, for the log redaction only."""
        values = (getattr(self.environment, name) for name in Environment.model_fields)
        return tuple(v.get_secret_value() for v in values if isinstance(v, SecretStr))


def load_settings(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read ``config.yaml`` (``DONDOC_CONFIG`` names another) and the environment.

    SettingsError says what is wrong and what to do.
    """
    env = dict(os.environ if environ is None else environ)
    path = path or Path(env.get("DONDOC_CONFIG") or "config.yaml")
    config = _read_config(path)
    files = _secret_files(env) | ({"database_url": path} if "@" in config.database_url else {})
    return Settings(config, _read_environment(env), path.resolve().parent, files)


def _read_config(path: Path) -> Config:
    try:
        text = read_regular(path, _LONGEST_CONFIG).decode("utf-8")
        _refuse_bombs(text)
        data = yaml.safe_load(text)
    except FileNotFoundError:
        raise NoConfig(path) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise SettingsError("DD.E002", say.wrong_yaml(place), hint=say.MEND_YAML) from None
    except (OSError, ValueError) as error:
        raise SettingsError("DD.E002", say.unreadable(path, error), hint=say.SEE_REFERENCE) from None
    if data is not None and not isinstance(data, dict):
        raise SettingsError("DD.E002", say.not_entries(path))
    _refuse_secrets(data or {}, path)
    try:
        return Config.model_validate(data or {})
    except ValidationError as error:
        wrong = _explain(error, lambda names: f"{path}:{_line(text, names)}")
        raise SettingsError("DD.E003", wrong, hint=say.SEE_REFERENCE) from None


def _line(text: str, names: Iterable[int | str]) -> int:
    """The line, counted from 1, of the innermost of the nested names that stands in the text."""
    node, line = yaml.compose(text, Loader=yaml.SafeLoader), 1
    for name in names:
        children: dict[int | str, tuple[yaml.Node, yaml.Node]] = {}
        if isinstance(node, yaml.MappingNode):
            children = {key.value: (key, value) for key, value in node.value}
        elif isinstance(node, yaml.SequenceNode):
            children = {index: (value, value) for index, value in enumerate(node.value)}
        if name not in children:
            break
        key, node = children[name]
        line = key.start_mark.line + 1
    return line


def _refuse_bombs(text: str) -> None:
    """References multiply what they refer to, and deep nesting ends the reader: YAMLError beyond honest use."""
    depth = references = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        references += isinstance(event, yaml.AliasEvent)
        if depth > _MOST or references > _MOST:
            raise yaml.YAMLError(say.TOO_NESTED)


def _refuse_secrets(data: Mapping[str, Any], path: Path) -> None:
    for name in data:
        if str(name).lower().endswith(("token", "secret", "password")):
            hint = say.move_to_environment(str(name).upper())
            raise SettingsError("DD.E004", say.secret_in_file(path, str(name)), hint=hint)


def _read_environment(env: Mapping[str, str]) -> Environment:
    try:
        environment = Environment.model_validate(dict(_environment_values(env)))
    except ValidationError as error:
        raise SettingsError("DD.E005", _explain(error, lambda _: say.THE_ENVIRONMENT), hint=say.SEE_REFERENCE) from None
    if environment.telegram_webhook_url and not environment.telegram_webhook_secret:
        raise SettingsError("DD.E007", say.WEBHOOK_WITHOUT_SECRET, hint=say.SET_WEBHOOK_SECRET)
    return environment


def _environment_values(env: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    files = _secret_files(env)
    for name in Environment.model_fields:
        key = name.upper()
        if env.get(key):
            yield name, env[key]
        elif f"{key}_FILE" in files:
            yield name, _secret_file(key, files[f"{key}_FILE"])


def _secret_files(env: Mapping[str, str]) -> dict[str, Path]:
    """Variable → file, for each ``<NAME>_FILE`` that is in use."""
    keys = [name.upper() for name in Environment.model_fields]
    return {f"{key}_FILE": Path(env[f"{key}_FILE"]) for key in keys if not env.get(key) and env.get(f"{key}_FILE")}


def _secret_file(key: str, path: Path) -> str:
    try:
        # Also from a pipe (``<(…)``), but never without end.
        with path.open("rb") as file:
            content = file.read(_LONGEST_SECRET + 1)
        if len(content) > _LONGEST_SECRET:
            raise OSError(errno.EFBIG, "too long")
        return content.decode("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError("DD.E006", say.unreadable_secret(key, path), hint=say.CHECK_SECRET_FILE) from None


def _explain(error: ValidationError, where: Callable[[Iterable[int | str]], str]) -> str:
    parts = []
    for item in error.errors(include_input=False, include_url=False):
        name = ".".join(str(p) for p in item["loc"])
        parts.append(say.wrong_value(where(item["loc"]), name, item["type"], item.get("ctx", {})))
    return f"{'; '.join(parts)}."


def _absolute_sqlite(url: str, folder: Path) -> str:
    prefix = "sqlite:///"
    if not url.startswith(prefix) or url.startswith("sqlite:////") or url == "sqlite:///:memory:":
        return url
    return f"{prefix}{(folder / url.removeprefix(prefix)).resolve()}"
