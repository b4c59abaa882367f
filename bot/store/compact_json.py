"""JSON as the database keeps it."""

from __future__ import annotations

import json

#: Made once: ``json.dumps`` would make an encoder for every message.
compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
