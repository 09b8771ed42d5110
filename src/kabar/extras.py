"""Packages that only some of kabar needs."""

from __future__ import annotations

import importlib
from typing import Any

from kabar.errors import KabarError


def needed(module: str, extra: str) -> Any:
    """A module of an extra. Raises KabarError where it is not installed."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise KabarError(f"this needs {error.name}: pip install 'kabar[{extra}]'") from error
