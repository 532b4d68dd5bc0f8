"""What a file of FollowTheMoney says of its entities as a whole: their schemata, ids that were merged, its dataset."""

import re
from collections.abc import Mapping
from typing import Final

from graph.values import fold_reference
from ingest.ftm_fragments import Fragments, fragment_key
from ingest.legal_entities import told_schema
from ingest.sources.ftm_source import FtmSource, texts_of

MAX_DEPTH: Final = 20
"""How deep entities may be nested."""
_FTM_SUFFIX = re.compile(r"(\.(gz|ftm|json|ijson|jsonl|ndjson|nested|entities))+$")


class FtmIndex:
    """What a file says about ids as a whole, as its order is free: schemata, merged ids, the dataset."""

    def __init__(self, source: FtmSource) -> None:
        """Read the file once, and once more where ids come again."""
        self._schemata: dict[str, str] = {}
        self._merged: dict[str, str] = {}
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

    def _add(self, entity: Mapping[str, object], depth: int) -> None:
        entity_id, schema, properties = entity.get("id"), entity.get("schema"), entity.get("properties")
        if isinstance(entity_id, str) and isinstance(schema, str):
            told = told_schema(schema, properties) if isinstance(properties, dict) else schema
            self._schemata.setdefault(fold_reference(entity_id), told)
            self._merged.update(dict.fromkeys(map(fold_reference, texts_of(entity.get("referents"))), entity_id))
        if not isinstance(properties, dict) or depth > MAX_DEPTH:
            return
        for values in properties.values():
            for value in values if isinstance(values, list) else ():
                if isinstance(value, dict):
                    self._add(value, depth + 1)


def dataset_of_file(name: str) -> str:
    """Return a dataset's code from a file's name: `AG1 cases.ftm.json.gz` gives `ag1-cases`."""
    stem = _FTM_SUFFIX.sub("", name.lower())
    return re.sub(r"[^a-z0-9_.]+", "-", stem).strip("-_.") or "entities"
