"""Attacks on the web process, as somebody outside would try them; docs/security.md says what stands against each."""
