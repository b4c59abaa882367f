"""What was answered: status reports in, where a unit stands out."""
