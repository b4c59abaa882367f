"""One file a flow of the conversation; each holds the questions it asks and what their answers do."""
