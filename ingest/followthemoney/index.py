"""What a file of FollowTheMoney says of its entities as a whole: their schemata, ids that were merged, its dataset."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import orjson

from graph.values import fold_reference
from ingest.followthemoney.fragments import Fragments, fragment_key
from ingest.followthemoney.legal_entities import told_schema
from ingest.sources.ftm_source import FtmLine, FtmSource, texts_of

BANK: Final = "bank"
"""The property of an account that names the entity of its bank."""
MAX_DEPTH: Final = 20
"""How deep entities may be nested."""
# What a bank is known by where an account's number is read, the better first.
_BANKS_NAMES = ("swiftBic", "name")
_ACCOUNT, _SAID_BANKS = "BankAccount", ("bic", "bankName")
_FTM_SUFFIX = re.compile(r"(\.(gz|ftm|json|ijson|jsonl|ndjson|nested|entities))+$")


class FtmIndex:
    """What a file says about ids as a whole, as its order is free: schemata, merged ids, the dataset."""

    def __init__(self, source: FtmSource) -> None:
        """Read the file once, and once more where ids come again."""
        self._schemata: dict[str, str] = {}
        self._merged: dict[str, str] = {}
        self._banks: dict[str, str | None] = {}
        again: set[str] = set()
        datasets: set[tuple[str, ...]] = set()
        for line in source.lines():
            if line.entity is None or line.deleted:
                continue
            datasets.add(tuple(texts_of(line.entity.get("datasets"))))
            key = fragment_key(line)
            if key is not None and key in self._schemata:
                again.add(key)
            self._add(line.entity, 0)
        self.fragments = Fragments(source, again)
        self._schemata.update(self.fragments.schemata())
        self._name_banks(source)
        # A line that names none is of the dataset that the others name: under the file's name all would be filed anew.
        # A file of many datasets is a collection; what names it is the file.
        datasets.discard(())
        only = next(iter(datasets)) if len(datasets) == 1 else ()
        self.dataset = only[0] if len(only) == 1 else dataset_of_file(source.file)

    def resolve(self, entity_id: str) -> str:
        """Return the id under which an entity stands in the file: a merged id leads to the one that took it in."""
        key = fold_reference(entity_id)
        return entity_id if key in self._schemata else self._merged.get(key, entity_id)

    def schema(self, entity_id: str) -> str | None:
        """Return the schema of an entity, None where the file does not hold it."""
        return self._schemata.get(fold_reference(entity_id))

    def with_banks(self, line: FtmLine) -> FtmLine:
        """Return a line whose accounts say by name the bank that they name as an entity, where they say none.

        What waits of it is tried again without its file, and the account must not lose its key by that.
        """
        if not self._banks or line.entity is None:
            return line
        entity = self._with_bank(line.entity, 0)
        return line if entity is line.entity else line._replace(entity=entity, text=orjson.dumps(entity).decode())

    def _with_bank(self, entity: dict[str, object], depth: int) -> dict[str, object]:
        properties = entity.get("properties")
        if not isinstance(properties, dict) or depth > MAX_DEPTH:
            return entity
        told = {
            name: [self._with_bank(value, depth + 1) if isinstance(value, dict) else value for value in values]
            for name, values in properties.items()
            if isinstance(values, list) and any(isinstance(value, dict) for value in values)
        }
        if entity.get("schema") == _ACCOUNT and not any(properties.get(name) for name in _SAID_BANKS):
            names = {self._banks.get(fold_reference(self.resolve(bank))) for bank in _bank_ids(properties)}
            if len(names) == 1 and (name := names.pop()) is not None:
                told[_SAID_BANKS[-1]] = [name]
        is_same = all(properties.get(name) == values for name, values in told.items())
        return entity if is_same else {**entity, "properties": {**properties, **told}}

    def _name_banks(self, source: FtmSource) -> None:
        """Read the file once more where accounts name entities as their banks."""
        found: dict[str, dict[str, str]] = {fold_reference(self.resolve(bank)): {} for bank in self._banks}
        for line in source.lines() if found else ():
            for entity in _entities(line.entity or {}, 0):
                key = fold_reference(str(entity.get("id")))
                properties = entity.get("properties")
                if key not in found or not isinstance(properties, dict):
                    continue
                for name in _BANKS_NAMES:
                    for text in texts_of(properties.get(name))[:1]:
                        found[key].setdefault(name, text)
        # Of all its lines: a bank that one names, and another one's BIC, has one key in whatever order they stand.
        self._banks = {key: next((told[n] for n in _BANKS_NAMES if n in told), None) for key, told in found.items()}

    def _add(self, entity: Mapping[str, object], depth: int) -> None:
        entity_id, schema, properties = entity.get("id"), entity.get("schema"), entity.get("properties")
        if isinstance(entity_id, str) and isinstance(schema, str):
            told = told_schema(schema, properties) if isinstance(properties, dict) else schema
            self._schemata.setdefault(fold_reference(entity_id), told)
            self._merged.update(dict.fromkeys(map(fold_reference, texts_of(entity.get("referents"))), entity_id))
        if not isinstance(properties, dict) or depth > MAX_DEPTH:
            return
        if schema == _ACCOUNT and BANK in properties:
            self._banks.update(dict.fromkeys(_bank_ids(properties)))
        for value in _nested(properties):
            self._add(value, depth + 1)


def _bank_ids(properties: Mapping[str, object]) -> list[str]:
    """Return the ids of the banks that an account names, also of those that stand nested in it."""
    banks = properties.get(BANK)
    listed = banks if isinstance(banks, list) else [banks]
    ids = (bank.get("id") if isinstance(bank, dict) else bank for bank in listed)
    return [bank for bank in ids if isinstance(bank, str)]


def _entities(entity: Mapping[str, object], depth: int) -> Iterator[Mapping[str, object]]:
    yield entity
    properties = entity.get("properties")
    for value in _nested(properties) if isinstance(properties, dict) and depth <= MAX_DEPTH else ():
        yield from _entities(value, depth + 1)


def _nested(properties: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    for values in properties.values():
        for value in values if isinstance(values, list) else ():
            if isinstance(value, dict):
                yield value


def dataset_of_file(name: str) -> str:
    """Return a dataset's code from a file's name: `AG1 cases.ftm.json.gz` gives `ag1-cases`."""
    stem = _FTM_SUFFIX.sub("", name.lower())
    return re.sub(r"[^a-z0-9_.]+", "-", stem).strip("-_.") or "entities"
