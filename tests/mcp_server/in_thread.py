"""Asynchronous code of a test, in a thread of its own: the browser's driver keeps a loop running in the tests' thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import anyio

Found = TypeVar("Found")


def in_thread(run: Callable[[], Awaitable[Found]]) -> Found:
    """What the function gives back."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, run).result()
