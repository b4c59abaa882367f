"""Sentences that ask for a report in, report rules out."""
