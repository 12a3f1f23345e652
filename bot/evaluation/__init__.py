"""Measures the running service on labelled messages, over HTTP, as any client would meet it."""
