"""The stored schedule: files in use in, planned reminders out; and whether what should have been sent was."""
