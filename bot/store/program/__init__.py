"""What the program keeps for itself: values by key, and numbers handed out once."""
