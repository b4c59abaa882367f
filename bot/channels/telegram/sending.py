"""One ``OutboundMessage`` as Bot API calls: parts, buttons, files, edits in place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest, TelegramError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from bot.channels.base import Button, Capabilities, OutboundMessage, SendError, SendResult, Verdict
from bot.channels.splitting import split_html, visible_units
from bot.channels.telegram.client import TokenlessBot
from bot.channels.telegram.send_errors import odd_answers, send_error
from bot.messages import telegram_trouble

#: UTF-16 units under a file.
MAX_CAPTION = 1024

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_CONTACT_KEYBOARD = ReplyKeyboardMarkup(
    [[KeyboardButton(telegram_trouble.SHARE_PHONE, request_contact=True)]], resize_keyboard=True, one_time_keyboard=True
)
#: Why an edit cannot work; the message is sent anew instead.
_NOT_EDITABLE = ("message to edit not found", "message can't be edited", "no text in the message", "message_id_invalid")
#: Why nothing can be said in a topic.
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted")
#: A part after the first is tried this often when Telegram asks for a pause.
_PART_ATTEMPTS = 4

_Call = Callable[[], Awaitable[str | None]]
_Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup


class Sender:
    """Turns messages into calls on ``bot``; ``sleep`` spaces the parts of one message."""

    def __init__(
        self, bot: TokenlessBot, capabilities: Capabilities, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._bot = bot
        self._max_text = capabilities.max_text
        #: Seconds between two parts.
        self._apart = 1 / capabilities.per_chat_second
        self._sleep = sleep

    async def send(self, address: str, message: OutboundMessage) -> SendResult:
        """Send all parts in order; the result names the last one, which carries the buttons. Raises SendError."""
        calls = self._calls(address, message)
        message_id = await _judged(calls[0])
        for call in calls[1:]:
            message_id = await self._following(call)
        return SendResult(message_id)

    def _calls(self, address: str, message: OutboundMessage) -> list[_Call]:
        markup = _markup(message)
        if message.file is not None and message.edits is None and visible_units(message.text) <= MAX_CAPTION:
            return [self._document(address, message, message.text, markup)]
        parts = split_html(message.text, self._max_text) or [""]
        calls = [self._part(address, part, message, None) for part in parts[:-1]]
        calls.append(self._part(address, parts[-1], message, markup))
        if message.edits is not None and not message.asks_contact:
            calls[0] = self._edit(address, parts[0], message, markup if len(parts) == 1 else None)
        if message.file is not None:
            calls.insert(len(calls) if message.edits else 0, self._document(address, message, "", None))
        return calls

    def _part(self, address: str, text: str, message: OutboundMessage, markup: _Markup | None) -> _Call:
        keyboard = None if markup is None else markup.to_json()

        async def call(thread: str | None) -> str | None:
            return str(await self._bot.send_text(address, text, keyboard, quiet=message.quiet, thread=thread))

        return _in_topic(call, message)

    def _edit(self, address: str, text: str, message: OutboundMessage, markup: _Markup | None) -> _Call:
        inline = markup if isinstance(markup, InlineKeyboardMarkup) else None
        anew = self._part(address, text, message, markup)

        async def call() -> str | None:
            try:
                await self._bot.edit_message_text(
                    text,
                    chat_id=address,
                    message_id=int(message.edits or 0),
                    parse_mode="HTML",
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=inline,
                )
            except BadRequest as error:
                return await self._after_refused_edit(error, address, message, anew)
            return message.edits

        return call

    async def _after_refused_edit(
        self, error: BadRequest, address: str, message: OutboundMessage, anew: _Call
    ) -> str | None:
        said = error.message.casefold()
        if "message is not modified" in said:
            return message.edits
        if not any(phrase in said for phrase in _NOT_EDITABLE):
            raise error
        if "no text in the message" in said:
            await self._drop_buttons(address, int(message.edits or 0))
        return await anew()

    async def _drop_buttons(self, address: str, message_id: int) -> None:
        """Under a file only the buttons can go; should that fail too, they stay and are answered as old ones."""
        try:
            await self._bot.edit_message_reply_markup(address, message_id)
        except BadRequest:
            return

    def _document(self, address: str, message: OutboundMessage, caption: str, markup: _Markup | None) -> _Call:
        async def call(thread: str | None) -> str | None:
            assert message.file is not None
            sent: Message = await self._bot.send_document(
                address,
                InputFile(message.file.content, filename=message.file.name),
                caption=caption or None,
                parse_mode="HTML",
                disable_notification=message.quiet or None,
                reply_markup=markup,
                message_thread_id=None if thread is None else int(thread),
            )
            return str(sent.message_id)

        return _in_topic(call, message)

    async def _following(self, call: _Call) -> str | None:
        """A part after the first. What went before cannot be taken back: any failure leaves the whole AMBIGUOUS."""
        await self._sleep(self._apart)
        stop, retry = stop_after_attempt(_PART_ATTEMPTS), retry_if_exception(lambda error: _pause(error) is not None)
        tries = AsyncRetrying(stop=stop, retry=retry, wait=self._until_next, sleep=self._sleep, reraise=True)
        try:
            return await tries(_judged, call)
        except SendError as error:
            raise SendError(Verdict.AMBIGUOUS, telegram_trouble.partly_sent(str(error))) from None

    def _until_next(self, state: RetryCallState) -> float:
        failed = state.outcome.exception() if state.outcome else None
        return self._apart + (_pause(failed) or 0.0)


def _pause(error: BaseException | None) -> float | None:
    """Seconds Telegram asks to wait before the same message; None when sending it again is no use."""
    return error.retry_after if isinstance(error, SendError) and error.verdict is Verdict.RETRY else None


async def _judged(call: _Call) -> str | None:
    """The call with Telegram's errors as SendError; an answer nobody can read leaves open whether it arrived."""
    try:
        with odd_answers():
            return await call()
    except TelegramError as error:
        raise send_error(error) from None


def _in_topic(call: Callable[[str | None], Awaitable[str | None]], message: OutboundMessage) -> _Call:
    """The call in the topic the message belongs to, or beside it when that topic was closed or deleted."""

    async def send() -> str | None:
        try:
            return await call(message.thread)
        except BadRequest as error:
            if message.thread is None or not any(phrase in error.message.casefold() for phrase in _NO_TOPIC):
                raise
            return await call(None)

    return send


def _markup(message: OutboundMessage) -> _Markup | None:
    if message.buttons:
        return InlineKeyboardMarkup([[_button(b) for b in row] for row in message.buttons])
    return _CONTACT_KEYBOARD if message.asks_contact else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(button.label, callback_data=button.data)
