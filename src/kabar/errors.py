"""What a user is told when input cannot be read."""


class KabarError(Exception):
    """One clear sentence: what is wrong and what to do."""
