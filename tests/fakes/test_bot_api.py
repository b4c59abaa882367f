"""The fake server's rules for sending, editing and files, as python-telegram-bot meets them."""

from __future__ import annotations

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, EndPointNotFound, Forbidden, InvalidToken

from tests.fakes.bot_api_client import FakeTelegram
from tests.fakes.bot_api_ptb import bot, buttons, new_bot, tg
from tests.fakes.fixtures import fake_telegram, fake_telegram_server

__all__ = ["bot", "fake_telegram", "fake_telegram_server", "tg"]

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


# --- sending -------------------------------------------------------------------------------------------------


async def test_message_arrives_as_people_see_it(bot: Bot, tg: FakeTelegram) -> None:
    sent = await bot.send_message(101, "<b>Hạn 15/9</b> &amp; nhắc", parse_mode="HTML", reply_markup=buttons("a", "b"))
    seen = tg.user(101).last
    assert (seen.id, seen.text, seen.rows) == (sent.message_id, "Hạn 15/9 & nhắc", [["Nút a"], ["Nút b"]])
    assert seen.entities == [{"type": "bold", "offset": 0, "length": 8}]
    assert sent.parse_entities() == {sent.entities[0]: "Hạn 15/9"}
    assert [m.from_bot for m in tg.user(101).messages] == [False, True]


async def test_json_body_of_a_bare_client_does_the_same(tg: FakeTelegram) -> None:
    tg.user(101).says("/start")
    async with httpx.AsyncClient(base_url=f"{tg.url}/bot{tg.token}/", trust_env=False) as client:
        markup = {"inline_keyboard": [[{"text": "Xem", "callback_data": "x"}]]}
        sent = await client.post("sendMessage", json={"chat_id": 101, "text": "chào", "reply_markup": markup})
        form = await client.post("sendmessage", data={"chat_id": "101", "text": "chào nữa"})
        query = await client.get("sendMessage", params={"chat_id": 101, "text": "qua địa chỉ"})
        broken = await client.post("sendMessage", content=b"{", headers={"content-type": "application/json"})
    assert [r.json()["result"]["message_id"] for r in (sent, form, query)] == [2, 3, 4]
    assert tg.user(101).messages[1].buttons == ["Xem"]
    assert (broken.status_code, broken.json()["description"]) == (400, "Bad Request: can't parse JSON object")


async def test_unknown_token_and_method(tg: FakeTelegram) -> None:
    with pytest.raises(InvalidToken):
        await new_bot(tg, token="1:wrong").initialize()
    async with new_bot(tg) as ready:
        with pytest.raises(EndPointNotFound):
            await ready.do_api_request("sendCarrierPigeon")
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{tg.url}/bot1:wrong/getMe")).status_code == 401
        assert (await client.get(f"{tg.url}/botnonsense/getMe")).status_code == 404


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n ", "Message text is empty"),
        ("<b> </b>", "Message text is empty"),
        ("a" * 4097, "Message is too long"),
        ("📌" * 2049, "Message is too long"),
        ("a & b", "Can't parse entities"),
    ],
)
async def test_text_that_telegram_refuses(bot: Bot, tg: FakeTelegram, text: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.send_message(101, text, parse_mode="HTML")
    assert tg.user(101).received == []


async def test_length_counts_after_parsing(bot: Bot, tg: FakeTelegram) -> None:
    await bot.send_message(101, f"<b>{'a' * 4096}</b>", parse_mode="HTML")
    await bot.send_message(101, "📌" * 2048)
    await bot.send_document(101, b"x", filename="a.txt", caption=f"<i>{'đ' * 1024}</i>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(101, b"x", filename="a.txt", caption="đ" * 1025)
    assert len(tg.user(101).received) == 3


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (buttons("đ" * 33), "Button_data_invalid"),
        (buttons("x" * 65), "Button_data_invalid"),
        (buttons(*(str(n) for n in range(101))), "Reply markup is too long"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("chỉ có chữ")]]), "[Tt]ext buttons are unallowed"),
    ],
)
async def test_buttons_that_telegram_refuses(bot: Bot, markup: InlineKeyboardMarkup, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.send_message(101, "chọn", reply_markup=markup)


async def test_buttons_at_the_limits_are_taken(bot: Bot, tg: FakeTelegram) -> None:
    await bot.send_message(101, "chọn", reply_markup=buttons(*(f"{n:064d}" for n in range(100))))
    assert len(tg.user(101).last.buttons) == 100


async def test_chats_that_cannot_be_written_to(bot: Bot, tg: FakeTelegram) -> None:
    tg.group(-100, "Tổ Giúp việc", by=tg.user(103, "Cường"))
    tg.user(104).says("/start").blocks_bot()
    tg.user(105).says("/start").deletes_account()
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(999, "ai đó")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(103, "chưa bấm Bắt đầu")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(104, "bị chặn")
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(105, "không còn")
    tg.user(104).unblocks_bot()
    assert await bot.send_message(104, "lại được")


async def test_group_that_became_a_supergroup(bot: Bot, tg: FakeTelegram) -> None:
    group = tg.group(-100, "Tổ Giúp việc", by=tg.user(101))
    await bot.send_message(-100, "trước")
    supergroup = group.migrates(-1000000000100)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-100, "sau")
    await bot.send_message(moved.value.new_chat_id, "sau")
    assert supergroup.last.text == "sau"
    kinds = [u.message for u in await bot.get_updates() if u.message]
    assert [m.migrate_to_chat_id for m in kinds if m.migrate_to_chat_id] == [-1000000000100]
    supergroup.kicks_bot(by=tg.user(101))
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(supergroup.chat_id, "mất rồi")


async def test_replies(bot: Bot, tg: FakeTelegram) -> None:
    answer = await bot.send_message(101, "trả lời", reply_parameters=ReplyParameters(1))
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "/start"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(101, "trả lời", reply_parameters=ReplyParameters(77))
    loose = ReplyParameters(77, allow_sending_without_reply=True)
    assert (await bot.send_message(101, "trả lời", reply_parameters=loose)).reply_to_message is None


async def test_reply_keyboard_stays_until_replaced(bot: Bot, tg: FakeTelegram) -> None:
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Gửi số điện thoại", request_contact=True)]])
    sent = await bot.send_message(101, "Xin số", reply_markup=keyboard)
    assert tg.user(101).state["keyboard"]["keyboard"] == [[{"text": "Gửi số điện thoại", "request_contact": True}]]
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await sent.edit_text("Xin số điện thoại")


# --- editing and answering ------------------------------------------------------------------------------------


async def test_edit_replaces_text_and_buttons(bot: Bot, tg: FakeTelegram) -> None:
    sent = await bot.send_message(101, "một", reply_markup=buttons("a"))
    await bot.edit_message_text("hai", 101, sent.message_id)
    seen = tg.user(101).last
    assert (seen.text, seen.buttons, seen.edited) == ("hai", [], True)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text(" hai\n", 101, sent.message_id)
    await bot.edit_message_reply_markup(101, sent.message_id, reply_markup=buttons("b"))
    assert tg.user(101).last.buttons == ["Nút b"]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(101, sent.message_id, reply_markup=buttons("b"))
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("ba", 101, 99)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("lời người khác", 101, 1)


async def test_deleted_message_is_gone(bot: Bot, tg: FakeTelegram) -> None:
    sent = await bot.send_message(101, "một")
    await sent.delete()
    assert tg.user(101).received == []
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()


async def test_button_press_is_answered_once_and_in_time(bot: Bot, tg: FakeTelegram) -> None:
    an = tg.user(101)
    await bot.send_message(101, "chọn", reply_markup=buttons("a:1"))
    an.taps("Nút a:1")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert (query.data, query.from_user.id, query.message.message_id) == ("a:1", 101, an.last.id)  # type: ignore[union-attr]
    await query.answer("Đã ghi")
    assert an.toasts == ["Đã ghi"]
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()
    an.taps("a:1")
    tg.limits(False, query_seconds=0)
    late = (await bot.get_updates())[-1].callback_query
    assert late is not None
    with pytest.raises(BadRequest, match="Query is too old"):
        await late.answer()


async def test_old_and_missing_buttons(bot: Bot, tg: FakeTelegram) -> None:
    an = tg.user(101)
    sent = await bot.send_message(101, "chọn", reply_markup=buttons("a"))
    old = an.last
    await sent.edit_text("xong")
    with pytest.raises(AssertionError, match="no button"):
        an.taps("Nút a")
    an.taps_old(old, old.data("Nút a"))
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.data == "a"


# --- files ---------------------------------------------------------------------------------------------------


async def test_document_goes_both_ways(bot: Bot, tg: FakeTelegram) -> None:
    an = tg.user(101)
    report = InputFile(b"so lieu", filename="Báo cáo quý 3.docx")
    await bot.send_document(101, report, caption="<b>Dự thảo</b>", parse_mode="HTML", reply_markup=buttons("ok"))
    document = an.last.document
    assert document is not None
    assert (an.last.text, document["file_name"], an.last.buttons) == ("Dự thảo", "Báo cáo quý 3.docx", ["Nút ok"])
    assert tg.file(document["file_id"]) == b"so lieu"
    an.sends_document("trả lời.pdf", b"%PDF-1.7", "application/pdf", caption="số liệu")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.document is not None
    assert (message.caption, message.document.mime_type) == ("số liệu", "application/pdf")
    assert await (await message.document.get_file()).download_as_bytearray() == b"%PDF-1.7"
    again = await bot.send_document(101, message.document.file_id)
    assert again.document is not None
    with pytest.raises(BadRequest, match=r"[Ww]rong file identifier"):
        await bot.send_document(101, "no-such-file")


async def test_photo_goes_both_ways(bot: Bot, tg: FakeTelegram) -> None:
    an = tg.user(101)
    await bot.send_photo(101, PNG, caption="biểu đồ")
    assert an.last.photo is not None
    assert tg.file(an.last.photo[-1]["file_id"]) == PNG
    an.sends_photo(PNG)
    message: Message | None = (await bot.get_updates())[-1].message
    assert message is not None
    assert await (await message.photo[-1].get_file()).download_as_bytearray() == PNG
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(101, b"not an image")


async def test_files_too_big_or_empty(bot: Bot, tg: FakeTelegram) -> None:
    tg.user(101).sends_document("to.zip", b"x", size=21 * 1024 * 1024)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.document is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await message.document.get_file()
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(101, b"", filename="a.txt")
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("no-such-file")
