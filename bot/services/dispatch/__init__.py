"""Sending: due reminders in, one digest a person out over a channel, and what became of it marked."""
