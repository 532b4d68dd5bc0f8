"""Keys that commands are given: a command that was killed may have done its work, and is run again as it was."""

import json
from dataclasses import dataclass
from typing import Annotated

import typer

from api.bootstrap import Application
from api.cli.console import fail
from api.repeated_acts import LONGEST_KEY, KeyedAct, keyed_act
from policies import ViewerContext

Key = Annotated[
    str | None,
    typer.Option(
        help="A name of your own for this act, new for each: with the same options again, nothing is made anew.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The key that a command was given, and what was asked for under it, as text."""

    key: str | None = None
    content: str = ""

    @classmethod
    def of(cls, key: str | None, **said: object) -> "Asked":
        """Return what the options of a command ask for under its key; a key outside its limits ends the command."""
        if key is not None and not 1 <= len(key) <= LONGEST_KEY:
            fail(f"`--key` must have 1 to {LONGEST_KEY} characters", status=2)
        return cls(key=key, content=json.dumps(said, sort_keys=True, default=_as_text))

    def act(self, app: Application, viewer: ViewerContext, name: str) -> KeyedAct | None:
        """Return the act under its key, which is none of those over GraphQL; `None` without one."""
        return keyed_act(app.minter, viewer, f"command {name}", self.key, self.content) if self.key else None


def _as_text(value: object) -> str | list[str]:
    return sorted(map(str, value)) if isinstance(value, frozenset) else str(value)
