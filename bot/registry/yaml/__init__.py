"""One reader a kind of file: YAML nodes with their lines in, typed records and findings out."""
