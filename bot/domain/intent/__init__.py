"""What an officer's sentence says: text in, tasks, statuses, percentages and dates out."""
