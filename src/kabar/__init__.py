"""kabar: who said what about whom, read from crisis news, tied to the characters of the original."""
