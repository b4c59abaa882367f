"""Every Vietnamese sentence a user reads: domain values in, text out."""
