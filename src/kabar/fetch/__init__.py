"""Polite and safe fetching of addresses, only when a user asks for it."""
