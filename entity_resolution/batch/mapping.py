"""Mappings of batch resolution: which columns of a list hold the id and which property of the kind."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from entity_resolution.errors import BatchMappingError
from graph import MarkedYaml, nearest_hint, read_marked_yaml
from graph.values import country_hint, is_country_code


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedColumn:
    """A column as a mapping names it, with the line on which it does."""

    name: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMapping:
    """A mapping file.

    Attributes:
        file: its name, for messages.
        id_column: the column of the list's own key.
        country: ISO 3166 alpha-2 code that phone numbers and dates are read with, where the mapping gives one.
        columns: property to column.
    """

    file: str
    id_column: MappedColumn
    country: str | None
    columns: Mapping[str, MappedColumn]

    @property
    def column_names(self) -> list[str]:
        """The columns that are read of a list, its key's first."""
        return [self.id_column.name, *(column.name for column in self.columns.values())]

    def check_columns(self, present: Collection[str]) -> None:
        """Check that a list has every mapped column.

        Raises:
            BatchMappingError: one is missing; the message has the line and the nearest column.
        """
        for column in (self.id_column, *self.columns.values()):
            if column.name not in present:
                hint = nearest_hint(column.name, present)
                raise BatchMappingError(self.file, column.line, f"the list has no column `{column.name}`{hint}")


def read_mapping(path: Path, *, kind: str, properties: Iterable[str]) -> ListMapping:
    """Return the mapping in a file.

    Args:
        path: the file.
        kind: the kind that the list's records are of.
        properties: the properties that a list of this kind may have.

    Raises:
        BatchMappingError: the file is no mapping of this kind; the message has the line and the nearest known word.
    """
    document = read_marked_yaml(path, BatchMappingError)
    found = document.entries(("kind", "id", "country", "properties"))
    for word in ("id", "properties"):
        if word not in found:
            document.fail(f"`{word}` is missing")
    if "kind" in found and found["kind"].text() != kind:
        found["kind"].fail(f"the mapping is of `{found['kind'].text()}`, not of `{kind}`")
    known = sorted(properties)
    columns = {
        name: _column(node) for name, node in found["properties"].entries(known, f"property of `{kind}`").items()
    }
    if not columns:
        found["properties"].fail("a property is expected here")
    _check_single(path.name, columns)
    return ListMapping(
        file=path.name,
        id_column=_column(found["id"]),
        country=_country(found["country"]) if "country" in found else None,
        columns=columns,
    )


def list_countries(mappings: Sequence[ListMapping]) -> list[str | None]:
    """Return the country that each list's numbers and dates are read with: its mapping's, else the other mapping's."""
    given = next((mapping.country for mapping in mappings if mapping.country), None)
    return [mapping.country or given for mapping in mappings]


def _column(node: MarkedYaml) -> MappedColumn:
    if not node.is_text:
        node = node.entries(("column",)).get("column") or node
    return MappedColumn(name=node.text(), line=node.line)


def _country(node: MarkedYaml) -> str:
    code = node.text().upper()
    if len(code) != 2 or not code.isalpha():
        node.fail("a country is two letters, such as `TH`")
    if not is_country_code(code):
        node.fail(f"`{code}` is no country{country_hint(code)}")
    return code


def _check_single(file: str, columns: Mapping[str, MappedColumn]) -> None:
    seen: set[str] = set()
    for column in columns.values():
        if column.name in seen:
            raise BatchMappingError(file, column.line, f"the column `{column.name}` stands here twice")
        seen.add(column.name)
