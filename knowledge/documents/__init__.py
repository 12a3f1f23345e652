"""An organisation's own documents: read, cut into passages, and shown for review. Uses the rest of `knowledge`.

What stands in a document is content and nothing else: no part of this package acts on what a text says.
"""
