"""What ``dondoc check`` says about the files of ``schedules/``: what is wrong, and what to write instead.

A module a subject: ``yaml_problems`` (any file), ``record_problems`` (any record), then plans, reports, agencies and
people, reminder policies, the calendar; ``gap_lines`` for what is right but incomplete. Plain text, not escaped.
"""
