"""tagger of kabar."""
