"""Word files: paragraphs, numbered lists and tables as they look on paper."""
