"""assemble of kabar."""
