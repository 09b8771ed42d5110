"""export of kabar."""
