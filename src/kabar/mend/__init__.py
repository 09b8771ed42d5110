"""mend of kabar."""
