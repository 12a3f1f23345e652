"""Measures which FAISS structure an index of passages should have, from a hundred passages to a million."""
