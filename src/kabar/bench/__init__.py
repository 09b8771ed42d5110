"""Measuring readings against hand-made ones."""
