"""Use cases: events and ticks in, rows and queued messages out.

One folder a subject; none imports another but inbox → people and schedule → dispatch.
"""
