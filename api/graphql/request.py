"""A GraphQL request as clients send it, over HTTP or WebSocket."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from api.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLRequest:
    """One operation as a client asks for it."""

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


def parse_request(body: bytes) -> GraphQLRequest:
    """Return the request of a JSON body; a byte-order mark before it, as editors write it, is no part of it.

    Raises:
        InputError: the body is no JSON object, or a parameter has a wrong type.

    Source:
        RFC 8259, section 8.1.
    """
    try:
        data: object = orjson.loads(body.removeprefix(BOM_UTF8))
    except orjson.JSONDecodeError as exc:
        raise InputError("body", "is not JSON") from exc
    return request_of(data)


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
