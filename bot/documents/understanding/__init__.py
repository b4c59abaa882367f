"""Blocks in, a draft plan and a list of doubts out; what cannot be read is said, never guessed."""
