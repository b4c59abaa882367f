"""Pages: a request in, HTML, JSON or a refusal out. ``site`` puts the rooms together."""
