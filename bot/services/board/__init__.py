"""The coordinator's board: stored occurrences, sends and answers in, one row per unit out."""
