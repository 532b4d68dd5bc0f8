"""The register of hubs: identifiers and addresses that are published as shared by many, read from `hubs.yml`.

Phone numbers that forms show as an example are hubs without an entry (`graph.values.phones.example_phones`). All this
is public and the same for everybody, so it may damp evidence before any view is formed. What a viewer sees to be shared
by many damps further, in that view alone (`entity_resolution.views.sharing`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from entity_resolution.errors import HubRegisterError
from entity_resolution.places.addresses import canonical_address, may_be_one_kind_of_street, relate_addresses
from entity_resolution.places.towns import Towns
from graph import load_ontology, plain_yaml
from graph.values import is_example_phone, normalise

HUB_LEVEL = "shared-by-many"
HUB_BITS = 0.5
"""What an equal identifier weighs that is known to be shared by many: it stays below support, and is never strong."""

_ADDRESS, _PHONE = "Address", "tel:"


@dataclass(frozen=True, slots=True, kw_only=True)
class HubRegister:
    """The hubs: `keys` are those of values, such as `tel:+6625550100`, `addresses` as listed, by one way of writing."""

    version: int
    keys: frozenset[str]
    addresses: Mapping[str, tuple[str, ...]]

    def holds_key(self, key: str) -> bool:
        """Return whether a key is a hub's, with or without its kind before it (`PhoneNumber|tel:+6625550100`).

        A phone number that forms show as an example, such as 0812345678, is one without being listed.
        """
        bare = key.rpartition("|")[2]
        return bare in self.keys or (bare.startswith(_PHONE) and is_example_phone(bare.removeprefix(_PHONE)))

    def holds_address(self, text: str) -> bool:
        """Return whether an address line is a hub's, however it is written, but not by another word for its street."""
        listed = self.addresses.get(canonical_address(text), ()) if self.addresses else ()
        return any(_may_be_one(hub, text) for hub in listed)


def _may_be_one(hub: str, text: str) -> bool:
    return may_be_one_kind_of_street(hub, text) and relate_addresses(hub, text) is not Towns.OTHER


@lru_cache(maxsize=1)
def load_hubs() -> HubRegister:
    """Return the shipped register.

    Raises:
        HubRegisterError: an entry is of an unknown kind, or its value cannot be read.
    """
    return parse_hubs(files("entity_resolution").joinpath("hubs.yml").read_text("utf-8"))


def parse_hubs(text: str) -> HubRegister:
    """Return the register of a YAML text.

    Raises:
        HubRegisterError: an entry is of an unknown kind, or its value cannot be read; the message numbers the entry.
    """
    data = plain_yaml(text)
    keys, addresses = set(), dict[str, tuple[str, ...]]()
    for number, entry in enumerate(data["hubs"], start=1):
        if entry.get("kind") == _ADDRESS:
            written = canonical_address(str(entry["value"]))
            addresses[written] = (*addresses.get(written, ()), str(entry["value"]))
        else:
            keys.add(_key(number, entry))
    return HubRegister(version=data["version"], keys=frozenset(keys), addresses=addresses)


def _key(number: int, entry: Mapping[str, Any]) -> str:
    kind = load_ontology().kinds.get(entry.get("kind", ""))
    prop = next((p for p in kind.properties.values() if p.key), None) if kind is not None else None
    if prop is None:
        raise HubRegisterError(number, "its kind is neither a selector's nor `Address`")
    key = normalise(prop.type, str(entry.get("value", "")), country=entry.get("country")).key
    if key is None:
        raise HubRegisterError(number, "its value has no key")
    return key
