"""The running text: who is told what by when, sentence by sentence."""
