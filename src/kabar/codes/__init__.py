"""codes of kabar."""
