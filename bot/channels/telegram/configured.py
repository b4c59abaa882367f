"""Telegram as an office has set it up in the environment."""

from __future__ import annotations

from bot.channels.kept import Kept
from bot.channels.telegram.channel import TelegramChannel, WebhookSettings
from bot.clock import Clock
from bot.settings import Settings


def configured(settings: Settings, clock: Clock, kept: Kept) -> TelegramChannel | None:
    """By long polling, or by webhook when a public address is set; None without a token."""
    environment = settings.environment
    if environment.telegram_bot_token is None:
        return None
    webhook = None
    if environment.telegram_webhook_url and environment.telegram_webhook_secret:
        webhook = WebhookSettings(
            environment.telegram_webhook_url, environment.telegram_webhook_secret.get_secret_value()
        )
    token = environment.telegram_bot_token.get_secret_value()
    return TelegramChannel(token, environment.telegram_base_url, webhook=webhook, clock=clock, kept=kept)
