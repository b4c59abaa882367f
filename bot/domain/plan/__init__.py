"""What is in use: plans, agencies, people, policies, as values."""
