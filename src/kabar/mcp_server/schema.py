"""JSON Schemas for a model to read: what pydantic writes, without what only repeats."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel


@cache
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of arguments or of an answer: no titles that repeat a name, and a value that is not known is left out, never null."""
    found = _plain(model.model_json_schema(mode="serialization"))
    assert isinstance(found, dict)
    return found


def _plain(part: Any) -> Any:
    if isinstance(part, list):
        return [_plain(p) for p in part]
    if not isinstance(part, dict):
        return part
    part = {
        k: v
        for k, v in part.items()
        if not (k == "title" and isinstance(v, str)) and (k, v) != ("default", None)
    }
    choices = [c for c in part.get("anyOf", ()) if c != {"type": "null"}]
    if len(choices) == 1 and len(part["anyOf"]) == 2:
        del part["anyOf"]
        part = choices[0] | part
    elif choices and len(choices) < len(part["anyOf"]):
        part["anyOf"] = choices
    return {k: _plain(v) for k, v in part.items()}
