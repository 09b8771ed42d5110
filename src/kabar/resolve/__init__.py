"""resolve of kabar."""
