"""Files handed to people: documents, tables, calendars, charts, QR codes."""
