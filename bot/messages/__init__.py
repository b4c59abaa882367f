"""Every Vietnamese sentence a user reads: domain values in, text out.

Rooms by subject: ``digest``, ``conversation``, ``people`` (invitation, consent, personal data), ``board``,
``importing``, ``registry`` (what is wrong in the files). The terminal: ``command_line`` (help, wrong usage),
``check_lines``, ``change_lines``, ``rehearsal_lines``, ``health_lines``, ``beginning`` (``dondoc init``),
``configuration``. What is said in many places: ``common``, ``labels``, ``reasons``, ``files``, ``date_refusals``.
Modules are light to import: a command should answer at once.
"""
