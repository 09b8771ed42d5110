"""text of kabar."""
