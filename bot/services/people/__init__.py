"""Linking, consent, privacy: who may be written to, what is kept of them, how it is deleted."""
