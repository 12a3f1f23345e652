"""What is said to a bot whose turns are timed: one conversation. Only the standard library, so Locust can send it."""

MESSAGES = (
    "hello there",
    "people in our street no longer talk to each other since the fire",
    "the young ones meet behind the shops and nobody asks them anything",
    "thank you",
    "our group has no money left and two other groups want the same fund",
)
