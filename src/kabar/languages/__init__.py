"""languages of kabar."""
