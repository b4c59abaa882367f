"""The reminder in words: what is due for one person in, one message out, split to the channel's length."""
