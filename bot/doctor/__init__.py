"""Finds what is wrong with an installation. Reads and asks; changes nothing."""
