"""Receiving: one event of one chat in, a step of the conversation and its queued answers out, in one transaction."""
