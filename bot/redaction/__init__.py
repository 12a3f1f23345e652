"""Takes personal data out of free text: people, contact details, numbers, dates and small places."""
