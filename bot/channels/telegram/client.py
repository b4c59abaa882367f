"""python-telegram-bot's ``Bot`` as we use it: a lean send, updates one by one, and a token that never shows."""

from __future__ import annotations

import logging
from typing import Any

from telegram import Bot, User

from bot.channels.telegram.request import OddAnswer, PlainRequest, SpreadRequest
from bot.channels.telegram.send_errors import scrubbed

#: Loggers that print request URLs or the bot's own description.
_NOISY = ("httpx", "httpcore.connection", "httpcore.http11", "telegram.Bot", "telegram.request.HTTPXRequest")

_NO_PREVIEW = '{"is_disabled":true}'

_log = logging.getLogger(__name__)


class _TokenFilter(logging.Filter):
    """Blots the token out of whatever a library logs, arguments included."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = scrubbed(record.getMessage()), ()
        return True


_FILTER = _TokenFilter()


def hide_token_in_logs() -> None:
    """Put the filter on the loggers of the libraries below us, and let the chatty one warn only; safe to call again."""
    logging.getLogger("telegram").setLevel(logging.WARNING)
    for name in _NOISY:
        logging.getLogger(name).addFilter(_FILTER)


class TokenlessBot(Bot):
    """A ``Bot`` whose representation and errors leave the token out."""

    def __repr__(self) -> str:
        return "Bot[token=***]"

    async def send_text(
        self, address: str, text: str, markup: str | None, *, quiet: bool, thread: str | None = None
    ) -> int:
        """Send HTML text without link previews; ``markup`` is the keyboard as JSON. The new message's id.

        ``Bot.send_message`` makes objects of the whole answer, of which we want one number: a tenth of the processor
        time of a burst.
        """
        parameters = {
            "chat_id": address,
            "text": text,
            "parse_mode": "HTML",
            "link_preview_options": _NO_PREVIEW,
            "reply_markup": markup,
            "disable_notification": quiet or None,
            "message_thread_id": thread,
        }
        answer = await self._post("sendMessage", parameters)
        return int(answer["message_id"])

    async def get_me(self, **options: Any) -> User:
        """The bot itself; OddAnswer where it has no name."""
        me = await super().get_me(**options)
        if not isinstance(me.username, str) or not me.username:
            raise OddAnswer("a bot without a name")
        return me

    async def batch(self, offset: int | None, *, wait: int, allowed: tuple[str, ...]) -> list[object]:
        """The next updates as they came, waiting up to ``wait`` seconds for one.

        ``Bot.get_updates`` would refuse the whole batch for one odd update, again and again. OddAnswer when nothing of
        the answer can be confirmed.
        """
        parameters = {"offset": offset, "timeout": wait, "allowed_updates": allowed}
        raw: object = await self._post("getUpdates", parameters, read_timeout=wait + 10)
        if not isinstance(raw, list):
            raise OddAnswer("getUpdates did not give a list")
        if raw and all(update_id(item) is None for item in raw):
            raise OddAnswer("no update has a number")
        return raw


def update_id(update: object) -> int | None:
    """The update's number; None where it has none that could be confirmed."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**62 else None


def make_bot(token: str, base_url: str, file_url: str | None, timeout: float) -> TokenlessBot:
    """A bot on the server at ``base_url`` (its root, without ``/bot``); ``file_url`` is the root for downloads.

    ``timeout`` is how long (seconds) Telegram may take to answer anything but a long poll.
    """
    hide_token_in_logs()
    root, files = base_url.rstrip("/"), (file_url or base_url).rstrip("/")
    return TokenlessBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{files}/file/bot",
        request=SpreadRequest(timeout),
        get_updates_request=PlainRequest(connection_pool_size=1, connect_timeout=10, read_timeout=10, pool_timeout=5),
    )
