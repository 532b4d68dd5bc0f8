"""A GraphQL request as clients send it, over HTTP or WebSocket."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from api.errors import InputError

_NAMES = tuple(f'"{name}"'.encode() for name in ("query", "operationName", "variables", "extensions"))
_ESCAPED_LETTER = re.compile(rb"\\u00[4-7]")  # no encoder writes a letter of ASCII so


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLRequest:
    """One operation as a client asks for it."""

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


def parse_request(body: bytes) -> GraphQLRequest:
    """Return the request of a JSON body; a byte-order mark before it, as editors write it, is no part of it.

    Raises:
        InputError: the body is no JSON object, names a parameter twice, or a parameter has a wrong type.

    Source:
        RFC 8259, sections 4 and 8.1.
    """
    text = body.removeprefix(BOM_UTF8)
    try:
        data: object = orjson.loads(text)
    except orjson.JSONDecodeError as exc:
        raise InputError("body", "is not JSON") from exc
    if _may_repeat(text):
        _check_once(text)
    return request_of(data)


def _may_repeat(text: bytes) -> bool:
    """Return whether a parameter may stand twice in a body: hardly any other is read a second time for it."""
    return any(text.count(name) > 1 for name in _NAMES) or _ESCAPED_LETTER.search(text) is not None


def _check_once(text: bytes) -> None:
    """Return if a body of JSON names no parameter twice: of two, a proxy on the way may have checked the other one.

    Raises:
        InputError: it does, or is nested deeper than it can be looked through.
    """
    try:
        # Objects as lists of pairs; of numbers none is worked out.
        found = json.loads(text, object_pairs_hook=list, parse_int=len, parse_float=len)
    except RecursionError as exc:
        raise InputError("body", "is nested too deep") from exc
    names = [pair[0] for pair in found] if text.lstrip().startswith(b"{") else []
    if len(set(names)) < len(names):
        raise InputError("body", "names a parameter twice")


def request_of(data: object) -> GraphQLRequest:
    """Return the request of a decoded body or message payload.

    Raises:
        InputError: a parameter is missing or has a wrong type.
    """
    if not isinstance(data, dict):
        raise InputError("body", "must be one JSON object; batches are not served")
    query, name, variables = data.get("query"), data.get("operationName"), data.get("variables")
    if not isinstance(query, str) or not query:
        raise InputError("query", "must be a text")
    if name is not None and not isinstance(name, str):
        raise InputError("operationName", "must be a text")
    if variables is not None and not isinstance(variables, dict):
        raise InputError("variables", "must be an object")
    if data.get("extensions") is not None and not isinstance(data["extensions"], dict):
        raise InputError("extensions", "must be an object")
    return GraphQLRequest(query=query, operation_name=name or None, variables=variables or {})
