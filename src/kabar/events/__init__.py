"""events of kabar."""
