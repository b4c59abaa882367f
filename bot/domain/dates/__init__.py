"""Days as Vietnamese offices write them: a phrase in, windows and last days out; and the working calendar."""
