"""Telegram: the only home of python-telegram-bot."""

from bot.channels.telegram.channel import TelegramChannel, WebhookSettings
from bot.channels.telegram.configured import configured

__all__ = ["TelegramChannel", "WebhookSettings", "configured"]
