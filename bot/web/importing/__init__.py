"""The review page of an imported paper: a file in, the draft beside its source, accepted files out."""
