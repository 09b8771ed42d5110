"""gazetteer of kabar."""
