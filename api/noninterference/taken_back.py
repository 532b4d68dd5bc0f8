"""What a viewer was shown and is closed since: its originator adds to it and corrects that, and nothing tells of it.

Shown and closed before anything is compared: that it was closed is told, as its originator's act. What is filed where
the viewer reads nothing is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from api.noninterference.errors import KitError
from api.noninterference.worlds import Filing, Hiding, Scratch, record
from graph import CompartmentKey, PropertyClass, SubjectRole
from ingest import SubmittedRecord

_KIND = "Person"
_SAID = ("notes", "alias", "email")
_TEXTS = {"notes": "qqxwv was there {}", "alias": "Qqxwv the {}", "email": "qqxwv{}@mail.example"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A record that is to be shown and closed.

    `profile`: what closes it. `said`: a property that the viewer is shown, in which it is corrected behind that.
    """

    shown: Filing
    profile: str
    said: str

    @property
    def _item(self) -> SubmittedRecord:
        return next(item for item in self.shown.items if isinstance(item, SubmittedRecord))

    async def take_back(self, scratch: Scratch, token: str) -> None:
        """File it, show it to the viewer of a token, and file it again under terms that close it.

        Raises:
            KitError: the viewer was not shown it, and so nothing would be tested.
        """
        await scratch.file(self.shown)
        rid = scratch.id(self.shown.originator, self._item.reference)
        scratch.taken_back.add(rid)
        reply = await scratch.caller.ask(f'{{ record(id: "{rid}") {{ properties {{ name }} }} }}', token)
        if f'"{self.said}"'.encode() not in reply.body:
            raise KitError("what is to be taken back was not shown")
        await scratch.file(self._closed())

    async def correct(self, scratch: Scratch, number: int) -> str:
        """File a further value of it and take that out again; return what was done, in words."""
        added = self._closed(_TEXTS[self.said].format(f"later-{number}"))
        for filing in (added, self._closed()):
            await scratch.file(filing, settle=False)
        return f"{added}, which was shown before it was closed, and goes again"

    def _closed(self, *more: str) -> Filing:
        said = [*self._item.properties[self.said], *more]
        item = replace(self._item, properties={**self._item.properties, self.said: said})
        return replace(self.shown, profile=self.profile, items=(item,))


def taken_back(
    hiding: Hiding, classes: Mapping[str, Mapping[str, PropertyClass]], agency: str, number: str, dice: Random
) -> TakenBack | None:
    """Return what another agency is to show to a viewer of an agency and to close; `None` where none can."""
    hidden = dict(hiding.places(_KIND, but=agency))
    found = [
        (key, name)
        for key in sorted(hiding.numbers, key=str)
        if _is_shown(hiding, key, agency) and key.originator in hidden
        for name in _SAID
        if classes[_KIND][name] not in hiding.closed_classes(key)
    ]
    if not found:
        return None
    key, said = dice.choice(found)
    item = record(_KIND, f"taken-{number}", name="Thawin Qqxwvback")
    item = replace(item, properties={**item.properties, said: [_TEXTS[said].format("first")]})
    shown = Filing(originator=key.originator, profile=key.profile, items=(item,))
    return TakenBack(shown=shown, profile=hidden[key.originator], said=said)


def _is_shown(hiding: Hiding, key: CompartmentKey, agency: str) -> bool:
    is_plain = key.kind == _KIND and key.role is SubjectRole.NONE and key.originator != agency
    return is_plain and hiding.is_seen(key)
