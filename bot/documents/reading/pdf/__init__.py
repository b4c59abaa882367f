"""PDF files: words by their place in, lines, columns and ruled tables out."""
