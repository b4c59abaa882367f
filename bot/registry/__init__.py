"""The files of ``schedules/`` in, a ``Registry``, a calendar and every problem with file and line out.

Reads and nothing else.
"""
