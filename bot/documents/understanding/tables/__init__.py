"""Task tables: header cells and rows in, tasks out."""
