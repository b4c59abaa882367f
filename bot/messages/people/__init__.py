"""Invitation, linking, consent, privacy in words."""
