"""`FakeTelegram`: drive and watch the fake Bot API server from a test that reads like a chat.

    an = tg.user(101, "Nguyễn Văn An")
    an.says("/start"); an.wait_for("đồng ý"); an.taps("Đồng ý")
    assert an.last.buttons == ["Báo cáo"]
    tg.fault("timeout_after", "sendMessage"); tg.wait_calls("sendMessage", 2)

Nothing here sleeps: the waits return when the server has seen what they wait for, and fail (AssertionError, with the
conversation so far) after `timeout` seconds.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import httpx

from tests.fakes.bot_api_seen import SeenMessage
from tests.fakes.bot_api_world import TOKEN

Json = dict[str, Any]
WAIT = 300.0  # seconds; a hang, not a slow machine


@dataclass(slots=True)
class FakeChat:
    """A chat seen from outside. After every action of a person, `wait_for` looks only at what came later."""

    tg: FakeTelegram
    chat_id: int
    seen_rev: int = 0

    @property
    def state(self) -> Json:
        """Everything about the chat: messages, deleted, keyboard, toasts, blocked, migrated_to."""
        return dict(self.tg.get(f"chats/{self.chat_id}"))

    @property
    def messages(self) -> list[SeenMessage]:
        """All messages in order, from both sides."""
        return [SeenMessage(raw) for raw in self.state["messages"]]

    @property
    def received(self) -> list[SeenMessage]:
        return [message for message in self.messages if message.from_bot]

    @property
    def last(self) -> SeenMessage:
        """The newest message of the bot."""
        received = self.received
        assert received, f"the bot has written nothing to {self.chat_id}"
        return received[-1]

    @property
    def toasts(self) -> list[str]:
        """Texts shown on button presses, oldest first (empty texts included)."""
        return [toast["text"] for toast in self.state["toasts"]]

    def wait_for(self, text: str, *, timeout: float = WAIT, after: int | None = None) -> SeenMessage:
        """The newest bot message with `text` in it, sent or edited after the person's last action (or rev `after`)."""
        after = self.seen_rev if after is None else after
        found = self.tg.get("wait", chat_id=self.chat_id, text=text, after=after, timeout=timeout)
        assert found["ok"], f"no {text!r} within {timeout} s in chat {self.chat_id}:\n{self.transcript()}"
        return SeenMessage(found["message"])

    def mark(self) -> None:
        """From now on `wait_for` looks only at what comes later."""
        self.seen_rev = self.tg.state["rev"]

    def transcript(self) -> str:
        """The conversation as text, for people who read a failed test."""
        return "\n".join(
            f"  {'bot' if m.from_bot else '>>>'} {m.text or '(no text)'}" + (f" {m.rows}" if m.rows else "")
            for m in self.messages
        )

    def act(self, action: str, **body: Any) -> Json:
        answer: Json = self.tg.post(action, chat_id=self.chat_id, **body)
        self.seen_rev = answer.get("rev", self.seen_rev)
        return answer


class FakeUser(FakeChat):
    """A person in the private chat with the bot. Actions return the person, so they can be chained."""

    def says(self, text: str, reply_to: int | None = None) -> FakeUser:
        self.act("message", text=text, reply_to=reply_to)
        return self

    def taps(self, button: str, message: SeenMessage | None = None) -> FakeUser:
        """Press the button with this text (or else containing it) on the newest message that shows one."""
        self.act("tap", button=button, message_id=message.id if message else None)
        return self

    def taps_old(self, message: SeenMessage, data: str) -> FakeUser:
        """Press a button that an old client still shows, or that was made up."""
        self.act("tap", data=data, message_id=message.id, force=True)
        return self

    def shares_contact(self, phone: str, *, own: bool = True) -> FakeUser:
        self.act("contact", phone=phone, own=own)
        return self

    def sends_document(
        self, name: str, data: bytes, mime: str = "application/octet-stream", *, caption: str | None = None,
        size: int | None = None,
    ) -> FakeUser:  # fmt: skip
        """`size` plays a file larger than `data`."""
        self.act("document", name=name, data=_encoded(data), mime=mime, caption=caption, size=size)
        return self

    def sends_photo(self, data: bytes, *, caption: str | None = None) -> FakeUser:
        self.act("photo", data=_encoded(data), caption=caption)
        return self

    def sends_voice(self) -> FakeUser:
        self.act("voice")
        return self

    def sends_sticker(self) -> FakeUser:
        self.act("sticker")
        return self

    def blocks_bot(self) -> FakeUser:
        self.act("block")
        return self

    def unblocks_bot(self) -> FakeUser:
        self.act("block", on=False)
        return self

    def deletes_account(self) -> FakeUser:
        self.act("deactivate")
        return self


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


class FakeGroup(FakeChat):
    """A group. In privacy mode (Telegram's default) the bot gets commands, mentions and replies only."""

    def says(self, user: FakeUser, text: str, reply_to: int | None = None) -> Json:
        return self.act("message", text=text, reply_to=reply_to, **{"from": user.chat_id})

    def taps(self, user: FakeUser, button: str) -> Json:
        return self.act("tap", button=button, **{"from": user.chat_id})

    def kicks_bot(self, by: FakeUser) -> None:
        self.act("group", event="kick", **{"from": by.chat_id})

    def migrates(self, new_chat_id: int) -> FakeGroup:
        """The supergroup the group has become."""
        self.act("group", event="migrate", new_chat_id=new_chat_id)
        return FakeGroup(self.tg, new_chat_id)


@dataclass
class FakeTelegram:
    """Client of a running fake server. `url` is the server's root (TELEGRAM_BASE_URL), `token` the accepted token."""

    url: str
    token: str = TOKEN
    _http: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=f"{self.url}/control", trust_env=False, timeout=600)

    def __enter__(self) -> FakeTelegram:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, **query: Any) -> Any:
        response = self._http.get(path, params={k: v for k, v in query.items() if v is not None})
        response.raise_for_status()
        return response.json()

    def post(self, action: str, **body: Any) -> Any:
        """A control action; what the server refuses is an AssertionError with its reason."""
        response = self._http.post(action, json={k: v for k, v in body.items() if v is not None})
        assert response.is_success, f"{action}: {response.text}"
        return response.json()

    def user(self, user_id: int, name: str | None = None, username: str | None = None) -> FakeUser:
        if name or username:
            self.post("meet", id=user_id, first_name=name, username=username)
        return FakeUser(self, user_id)

    def open_chats(self, first: int, count: int) -> None:
        """Many people who wrote to the bot long ago; no update tells of it."""
        self.post("chats", first=first, count=count)

    def group(self, chat_id: int, title: str, by: FakeUser, kind: str = "group") -> FakeGroup:
        """A (negative) group id where `by` has just added the bot."""
        group = FakeGroup(self, chat_id)
        group.act("group", event="add", title=title, kind=kind, **{"from": by.chat_id})
        return group

    @property
    def state(self) -> Json:
        """rev, calls (count), pending (updates), polling, webhook, chats."""
        return dict(self.get("state"))

    def calls(self, method: str | None = None, since: int = 0, status: int | str | None = None) -> list[Json]:
        """Ended calls in order: index, method, params, started, finished (monotonic seconds), status, fault, error."""
        return list(self.get("calls", method=method, since=since, status=status))

    def wait_calls(
        self, method: str, count: int = 1, *, since: int = 0, status: int | str | None = None,
        chat_id: int | None = None, started: bool = False, timeout: float = WAIT,
    ) -> list[Json]:  # fmt: skip
        """Waits until `count` such calls have ended (with `started`: have arrived); all of them.

        `since` is the index of the first call that counts; `tg.state["calls"]` gives the next one.
        """
        query = {"method": method, "since": since, "status": status, "chat_id": chat_id, "started": int(started)}
        ok = self.get("wait", **query, count=count, timeout=timeout)["ok"]
        found: list[Json] = self.get("calls", **query)
        assert ok, f"{len(found)} of {count} {method} within {timeout} s: {self._summary()}"
        return found

    def _summary(self) -> list[str]:
        return [f"{c['method']}:{c['status']}{':' + c['error'] if c['error'] else ''}" for c in self.calls()[-40:]]

    def wait_polling(self, *, since: int = 0, timeout: float = WAIT) -> None:
        """Waits until the bot has asked for updates (since call `since`)."""
        self.wait_calls("getUpdates", since=since, started=True, timeout=timeout)

    def wait_drained(self, *, timeout: float = WAIT) -> None:
        """Waits until the bot has taken (and confirmed) every update; it may still be working on them."""
        assert self.get("wait", drained=1, timeout=timeout)["ok"], f"{self.state['pending']} updates were not taken"

    def wait_webhook_error(self, text: str, *, timeout: float = WAIT) -> None:
        """Waits until a post to the bot's webhook has failed with an error that contains `text`."""
        assert self.get("wait", webhook_error=text, timeout=timeout)["ok"], f"no webhook error {text!r}"

    def fault(
        self, kind: str, method: str = "sendMessage", *, match: Json | None = None, times: int | None = 1,
        retry_after: int = 1, delay: float = 0.0, status: int = 200, body: str = "",
    ) -> None:  # fmt: skip
        """Disturb the next `times` calls (None: until reset); kinds in `bot_api_faults.KINDS`."""
        made = {"kind": kind, "method": method, "match": match or {}, "retry_after": retry_after, "delay": delay}
        made |= {"times": times, "status": status, "body": body}
        assert (response := self._http.post("fault", json=made)).is_success, response.text

    def update(self, kind: str, payload: object) -> None:
        """An update of that kind with any payload, as no person could make it."""
        self.post("update", kind=kind, payload=payload)

    def release(self) -> None:
        """Let held calls (faults hold, hold_after) go on."""
        self.post("release")

    def limits(self, on: bool = True, **numbers: float) -> None:
        """Switch the sending limits; `overall`, `private`, `group`, `query_seconds` change the numbers."""
        self.post("limits", on=on, **numbers)

    def latency(self, milliseconds: float) -> None:
        self.post("latency", ms=milliseconds)

    def file(self, file_id: str) -> bytes:
        """The bytes of a file the bot or a person has sent."""
        return self._http.get(f"files/{file_id}").raise_for_status().content

    def reset(self) -> None:
        """Back to an empty server: chats, calls, faults, limits, webhook, waiting updates."""
        self.post("reset")
