"""Who shares an identifier, as far as names tell them apart: one person in a hundred records is one who has it."""

from collections.abc import Iterable

from entity_resolution.comparing.comparable import ComparableRecord


class DifferentNames:
    """Counts names of which no two agree, as far as the first ones tell, as records of one kind come."""

    def __init__(self) -> None:
        self._found: list[ComparableRecord] = []
        self._seen: set[tuple[str, ...]] = set()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)

    def add(self, record: ComparableRecord) -> None:
        """Take one more record; one without a name does not count."""
        names = record.names
        if names and names not in self._seen:
            self._seen.add(names)
            if not any(one.agrees_by_name(record) for one in self._found):
                self._found.append(record)


def different_names(records: Iterable[ComparableRecord], *, at_most: int) -> int:
    """Return how many names there are among records of which no two agree, as far as the first ones tell.

    Args:
        records: of one kind; those without a name do not count.
        at_most: when so many are found, no more are looked for.
    """
    found = DifferentNames()
    for record in records:
        found.add(record)
        if len(found) == at_most:
            break
    return len(found)
