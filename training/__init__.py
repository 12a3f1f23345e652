"""Training of new staff: questions, practice conversations, and what is due when. Knows nothing of Rasa or the web."""
