"""Documents that clients send again and again, parsed and held against the schema once.

INVARIANT: how long an answer takes must not tell what somebody else asked. What one agency sent is known for it alone,
whatever others send meanwhile. A document in which a value is written may name whom it is about, which is not a
colleague's to feel either: it is read anew each time. What is kept is sent with its values as variables.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass

from graphql import DocumentNode

from api.graphql.limits import parse_within_limits

LONGEST_KEPT = 10_000
"""Characters of the longest document that is kept."""
MOST_KEPT = 20_000
"""Characters of all documents that are kept for an agency; parsed they take a hundred bytes each, 300 at most."""

# A text, a fraction or a number of more digits than a page or a depth has; also in a comment or a name, to be sure.
_VALUE = re.compile(r'"|\d\.\d|\d{4}')


@dataclass(slots=True)
class Document:
    """A parsed document; `is_valid` once it was held against the schema and fits."""

    node: DocumentNode
    is_valid: bool = False


class KnownDocuments:
    """Those that each agency asked for last, for one schema."""

    def __init__(self, *, longest: int = LONGEST_KEPT, most: int = MOST_KEPT) -> None:
        self._longest = longest
        self._most = most
        self._kept: dict[str, OrderedDict[str, Document]] = {}

    def read(self, text: str, *, agency: str) -> Document:
        """Return a document, the same object where the agency asked for it not long ago.

        Raises:
            GraphQLError: a syntax error, or too many tokens.
            RefusedDocumentError: it is nested too deep to be parsed.
        """
        kept = self._kept.setdefault(agency, OrderedDict())
        if (known := kept.get(text)) is not None:
            kept.move_to_end(text)
            return known
        document = Document(parse_within_limits(text))
        if len(text) <= self._longest and not _VALUE.search(text):
            kept[text] = document
            while sum(map(len, kept)) > self._most:
                kept.popitem(last=False)
        return document
