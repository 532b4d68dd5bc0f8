"""What a command says of an id that leads to nothing for its viewer: which id it was, and which command prints such.

What is hidden and what does not exist are told alike: all that is said follows from what was typed. Only what has the
form of an id is repeated; whoever gives a name or a number in its place reads it in no message.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from api.bootstrap import Application
from graph import ReadScope

_FORM = re.compile(r"([a-z])-(?=[0-9a-z.-]*[0-9])[0-9a-z.-]{1,80}")
_NAMED = 3
_SORTS = {
    "a": "an alert",
    "g": "a grant",
    "h": "a legal hold",
    "k": "a hit or a check",
    "l": "a link",
    "q": "a request",
    "r": "a record",
    "v": "a claim or the notice of a recall",
    "w": "a recall",
    "z": "the notice of a claim",
}
"""What ids are of, by the letter that they begin with."""

_RECORDS = "`benang search` prints ids"


class Sought(Enum):
    """What is looked for by an id: the letters that its ids begin with, what it is called, and who prints such ids."""

    RECORD = ("r", "record in your view", _RECORDS)
    STATION = ("r", "false base station in your view", "`benang search --kind FalseBaseStation` prints ids")
    SITE = ("r", "site or organisation in your view", "`benang search --kind Site` prints ids")
    OWN_RECORD = ("r", "record of your agency in your view", _RECORDS)
    LINK = ("l", "link of your agency in your view", "`benang record ID --json` has the ids of its links")
    HIT_OR_RECORD = ("kr", "hit or record in your view", "`benang cross-check` prints ids, and gives hits new ones")
    LINK_BETWEEN = ("l", "link between two of the named records", "`benang record ID --json` has the ids of its links")
    CHECK = ("k", "held check in your view", "`benang hits held` prints ids")
    REQUEST = (
        "q",
        "request to or by your agency in your view",
        "`benang requests list` and `benang requests list --outgoing` print ids",
    )
    GRANT = ("g", "grant in your view", "`benang grants list` prints ids")
    CLAIM = ("v", "claim of your agency in your view", "`benang protection claims` prints ids")
    CLAIM_NOTICE = ("z", "notice of a claim in your view", "`benang protection notices` prints ids")
    RECALL = ("v", "recall to your agency in your view", "`benang recall list` prints ids")
    HOLD = ("h", "legal hold of your agency in your view", "`benang retention holds` prints ids")
    ALERT = ("a", "alert in your view", "`benang alerts` prints ids")

    def __init__(self, letters: str, called: str, source: str) -> None:
        """Keep the letters, the name and the source."""
        self.letters = letters
        self.called = called
        self.source = source


@dataclass(frozen=True, slots=True)
class Absence:
    """Why nothing was done, in one line, and the records that it says to be in view, which the trail is to name."""

    text: str
    there: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The ids that a command was given, and what they are to be of."""

    sought: Sought
    ids: Sequence[str]

    async def absent(self, app: Application, scope: ReadScope) -> Absence:
        """Return why nothing was done: which of several ids leads to nothing, as far as that is known."""
        if len(self.ids) < 2 or any(not _fits(self.sought, text) for text in self.ids):
            return Absence(absent(self.sought, *self.ids))
        if gone := await missing(app, scope, self.sought, self.ids):
            return Absence(absent(self.sought, *gone), [given for given in self.ids if given not in gone])
        said = f"of these ids one at least is of no {self.sought.called}: {_named(self.ids)}; {self.sought.source}"
        return Absence(said)


async def why_absent(app: Application, scope: ReadScope, wanted: Sequence[Wanted]) -> Absence:
    """Return why nothing was done, where ids of several sorts were given: of the first that explains it.

    Where all records that were named are in view, the last sort is what is not there.
    """
    *before, last = [each for each in wanted if each.ids] or wanted[:1]
    for each in before:
        if any(not _fits(each.sought, text) for text in each.ids) or await missing(app, scope, each.sought, each.ids):
            return await each.absent(app, scope)
    found = await last.absent(app, scope)
    return Absence(found.text, [*found.there, *(given for each in before for given in each.ids)])


async def missing(app: Application, scope: ReadScope, sought: Sought, ids: Sequence[str]) -> list[str]:
    """Return which ids lead to no record in view, or to none of the viewer's agency; none where that is not known."""
    if sought is Sought.OWN_RECORD:
        present = await app.foundation.own_records.own_in_view(scope, ids)
    elif sought is Sought.RECORD:
        present = frozenset(str(r.id) for r in await app.records.records(scope, ids))
    else:
        return []
    return [given for given in dict.fromkeys(ids) if given not in present]


def absent(sought: Sought, *given: str) -> str:
    """Return what is said, in one line, of ids of which each leads to nothing, or of which one has another form."""
    wrong = next((text for text in given if not _fits(sought, text)), None)
    if wrong is not None:
        return f"{_of_another_form(sought, wrong)}; {sought.source}"
    named = f": {_named(given)}" if given else ""
    return f"there is no such {sought.called}{named}; {sought.source}"


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return ", ".join(f"`{text}`" for text in ids[:_NAMED]) + more


def _fits(sought: Sought, text: str) -> bool:
    found = _FORM.fullmatch(text)
    return found is not None and found[1] in sought.letters


def _of_another_form(sought: Sought, text: str) -> str:
    found = _FORM.fullmatch(text)
    begins = " or ".join(f"`{letter}-`" for letter in sought.letters)
    if found is not None and found[1] in _SORTS:
        return f"`{text}` is the id of {_SORTS[found[1]]}, where one that begins with {begins} is needed"
    return f"what was given is no id: one that begins with {begins} is needed"
