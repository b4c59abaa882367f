"""Messaging networks: ``base`` is the whole contract; a network's package is the only place that knows its library."""
