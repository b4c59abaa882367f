"""What people answered: status reports with their files, "later" and "not mine"."""
