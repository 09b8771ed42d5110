"""The addresses of the pages and what they take, from the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Parameter:
    """A value of an address; `where` is path, query, header, or body for a field of a form."""

    name: str
    where: str
    type: str
    required: bool
    told: str


@dataclass(frozen=True)
class Operation:
    """A method of an address; `answers` are status codes with what each means."""

    method: str
    path: str
    title: str
    parameters: tuple[Parameter, ...]
    answers: tuple[tuple[str, str], ...]

    @property
    def may_be_tried(self) -> bool:
        """Whether a form can ask it: it only reads, and everything stands in the query."""
        return self.method == "get" and all(p.where == "query" for p in self.parameters)


@dataclass(frozen=True)
class ApiView:
    """The operations by subject; an address that is a page too is listed with its `.json`."""

    subjects: dict[str, tuple[Operation, ...]]


def api_view(document: Mapping[str, Any]) -> ApiView:
    """Everything that an OpenAPI document tells of."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        # A page and its JSON take the same.
        if path.endswith(".json") and path.removesuffix(".json") in document["paths"]:
            continue
        for method, told in methods.items():
            if method in METHODS:
                subject = (told.get("tags") or ["pages"])[0]
                found.setdefault(subject, []).append(_operation(document, method, path, told))
    return ApiView({subject: tuple(operations) for subject, operations in sorted(found.items())})


def _operation(document: Mapping[str, Any], method: str, path: str, told: Mapping[str, Any]) -> Operation:
    named = [
        Parameter(
            p["name"], p["in"], _type(p.get("schema", {})), bool(p.get("required")), p.get("description", "")
        )
        for p in told.get("parameters", ())
    ]
    answers = tuple((code, a.get("description", "")) for code, a in sorted(told.get("responses", {}).items()))
    return Operation(method, path, told.get("summary", ""), (*named, *_fields(document, told)), answers)


def _fields(document: Mapping[str, Any], told: Mapping[str, Any]) -> list[Parameter]:
    """The fields of a form that is sent."""
    found = []
    for content in told.get("requestBody", {}).get("content", {}).values():
        schema = _resolved(document, content.get("schema", {}))
        required = schema.get("required", ())
        for name, field in schema.get("properties", {}).items():
            found.append(
                Parameter(name, "body", _type(field), name in required, field.get("description", ""))
            )
    return found


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").removeprefix("#/components/schemas/")
    found: Mapping[str, Any] = document["components"]["schemas"][name] if name else schema
    return found


def _type(schema: Mapping[str, Any]) -> str:
    """The type in a word or two: what may be left out is not told as a type."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(t for s in schema["anyOf"] if (t := _type(s)) != "null"))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"{_type(schema.get('items', {}))} ..."
    return str(schema.get("format") or schema.get("type") or "any")
