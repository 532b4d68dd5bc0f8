"""The world as it would be had nobody ever filed what is hidden from a viewer: its answers must be the same in both."""

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from api.noninterference.worlds import Filing, Hiding, key_of
from graph import LINK_KIND, CompartmentKey, PropertyClass
from ingest import SubmittedItem, SubmittedLink, SubmittedRecord

# What a selector is not taken without: its key first, then what that is read with.
_KEYS: Mapping[str, Sequence[str]] = {
    "PhoneNumber": ("number",),
    "Wallet": ("address",),
    "BankAccount": ("number", "bank", "country"),
    "IdentityDocument": ("number", "country", "documentType"),
}


def seen_by(
    hiding: Hiding,
    filings: Sequence[Filing],
    classes: Mapping[str, Mapping[str, PropertyClass]],
    whole: Collection[tuple[str, str]] = (),
) -> list[Filing]:
    """Return the world as it would be if all that a viewer neither sees nor is told of had never been filed.

    Args:
        hiding: what is hidden from the viewer.
        filings: the world.
        classes: the class of each property of each kind.
        whole: originators and references of records that stay as they are, with the links among them, hidden or not.
    """
    found = []
    for filing in filings:
        stay = {reference for originator, reference in whole if originator == filing.originator}
        records = [
            i
            for i in filing.items
            if isinstance(i, SubmittedRecord) and (i.reference in stay or not hiding.hides(key_of(filing, i)))
        ]
        kept: list[SubmittedItem] = [
            item if item.reference in stay else _opened(hiding, filing, item, classes[item.kind]) for item in records
        ]
        ends = {item.reference for item in records}
        kept += [
            i
            for i in filing.items
            if isinstance(i, SubmittedLink)
            and (sides := {i.source_reference, i.target_reference}) <= ends
            and (sides <= stay or _keeps(hiding, filing, i))
        ]
        if kept:
            found.append(replace(filing, items=tuple(kept)))
    return found


def _keeps(hiding: Hiding, filing: Filing, item: SubmittedLink) -> bool:
    key = CompartmentKey(originator=filing.originator, profile=item.profile or filing.profile, kind=LINK_KIND)
    return not hiding.hides(key)


def _opened(
    hiding: Hiding, filing: Filing, item: SubmittedRecord, classes: Mapping[str, PropertyClass]
) -> SubmittedRecord:
    key = key_of(filing, item)
    if hiding.is_told(key):
        return item  # what a notice or a hit rests on is released
    closed = hiding.closed_classes(key)
    needed = _KEYS.get(item.kind, ())
    properties = {
        name: texts for name, texts in item.properties.items() if classes[name] not in closed or name in needed
    }
    if needed and classes[needed[0]] in closed:
        properties[needed[0]] = [_unheld(item.kind, f"{filing.originator} {item.reference}")]
    return replace(item, properties=properties)


def _unheld(kind: str, reference: str) -> str:
    """Return a key that nothing else has, in place of a closed one: without any a selector is not taken."""
    number = zlib.crc32(reference.encode()) % 10_000_000
    forms = {
        "PhoneNumber": f"+6689{number:07d}",
        "Wallet": f"0x{number:040x}",
        "BankAccount": f"999{number:07d}",
        "IdentityDocument": f"ZZ{number:07d}",
    }
    return forms[kind]
