"""Cases of the helpline: who waits, how urgently, what was said, who took it. Knows nothing of Rasa or of the web."""
