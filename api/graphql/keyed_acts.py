"""Keys that clients give to acts, as inputs carry them: whoever got no answer sends the same again."""

import json
from dataclasses import asdict
from typing import Protocol

import strawberry

from api.graphql.context import Operation
from api.repeated_acts import KeyedAct, keyed_act

KEY_DESCRIPTION = (
    "A name of your own for this act, new for each. Sent again by the same person with the same content, it answers "
    "with what was made and makes nothing anew; with another content it is refused (`IDEMPOTENCY_KEY`)."
)


class KeyedInput(Protocol):
    """An input that may carry a key."""

    idempotency_key: str | None


def optional_key() -> str | None:
    """Return the field of an input for a key."""
    field: str | None = strawberry.field(default=None, description=KEY_DESCRIPTION)
    return field


def act_of(operation: Operation, act: str, given: KeyedInput) -> KeyedAct | None:
    """Return the act that an input asks for, with all that it says but its key; `None` where it has no key.

    Raises:
        InputError: the key is empty or too long.
    """
    if given.idempotency_key is None:
        return None
    said = {name: value for name, value in asdict(given).items() if name != "idempotency_key"}  # type: ignore[call-overload]
    content = json.dumps(said, sort_keys=True, default=str)
    return keyed_act(operation.app.minter, operation.viewer, act, given.idempotency_key, content)
