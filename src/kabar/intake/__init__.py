"""intake of kabar."""
