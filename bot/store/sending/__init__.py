"""What goes out: due reminders claimed, digests and replies with what became of each send."""
