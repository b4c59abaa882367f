"""What the records say together: names that do not resolve, tasks without a contact, who is missing."""
