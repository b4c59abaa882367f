"""What is said about an imported paper: doubts, differences, labels of the review page."""
