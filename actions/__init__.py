"""Rasa SDK actions: one file a capability, thin: read the tracker, ask the knowledge, speak."""
