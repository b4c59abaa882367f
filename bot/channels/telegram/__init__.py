"""Telegram: the only home of python-telegram-bot."""

from bot.channels.telegram.channel import TelegramChannel, WebhookRefused, WebhookSettings

__all__ = ["TelegramChannel", "WebhookRefused", "WebhookSettings"]
