"""actors of kabar."""
