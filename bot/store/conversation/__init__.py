"""What comes in: events in the order of arrival, each chat's state, what cannot be read."""
