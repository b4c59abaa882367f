"""A foreign file in, plain blocks of text and tables out; opened in a process with limits."""
