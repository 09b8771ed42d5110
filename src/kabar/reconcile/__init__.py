"""Across articles: which records are about the same, where accounts differ, and what makes a situation.

Links are added, nothing is deleted or averaged: an account stays as its article has it.
"""

from kabar.reconcile.run import Summary, reconcile

__all__ = ["Summary", "reconcile"]
