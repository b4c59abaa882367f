"""Plan documents as files: read safely into blocks, then understood into a draft registry."""
