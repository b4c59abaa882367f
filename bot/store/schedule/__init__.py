"""What is asked of whom by when: occurrences, every date they have had, and the reminders planned for them."""
