"""A draft in, YAML, JSON and the differences to what is in use out."""
