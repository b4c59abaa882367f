"""From obligations to reminders: plans in, dated occurrences and who is told when out."""
