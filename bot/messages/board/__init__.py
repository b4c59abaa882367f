"""The board in words: rows and counts in, Vietnamese lines out."""
