"""The pages of the training: a private link or an account, what is due, how far one is, and groups."""
