"""The first page: issuer, number, date, title, legal bases, signer."""
