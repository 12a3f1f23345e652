"""Tells the staff of an emergency, by e-mail and by a webhook. Nothing of what a person wrote leaves this way."""
