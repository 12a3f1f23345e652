"""What the databases of the helpline and of the training have in common. Knows nothing of what they keep."""
