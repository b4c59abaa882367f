"""The conversation in words: prompts in, Vietnamese text and labels of choices out."""
