"""Many conversations at once, sent by Locust, beside a bare Rasa bot; and whether memory stays flat."""
