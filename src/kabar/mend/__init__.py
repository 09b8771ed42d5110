"""Damage found by general signs and mended on a copy."""

from kabar.mend.mend import Mended, mend

__all__ = ["Mended", "mend"]
