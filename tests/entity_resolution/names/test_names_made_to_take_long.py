"""Names that somebody made so that reading or comparing them takes for ever are read at once, as any."""

from itertools import product

import pytest

from entity_resolution.names import NameKind, compare_names, organisation_name, person_name, site_name
from tests.long_patterns import within

# Each can be parted in more ways than there are atoms: vowels that follow vowels, digits, and vowels with two points.
NAMES = (
    "y" * 60 + "q",
    "Somchai " + "aeiou" * 20 + "1",
    "duayua" * 12 + "q",
    "Kam" + "ang" * 30 + "x",
    "æ" * 80 + "b",
    "aeÄÆ" * 30,
    "hovovo" * 15 + "q",
    "Golden Park (" + "1" * 60 + "x)",
    "Golden Park Ltd - since " + "on in " * 12 + "!",
    "ກ" + "ຘັ" * 60 + "~",
)
READERS = {NameKind.PERSON: person_name, NameKind.ORGANISATION: organisation_name, NameKind.SITE: site_name}
SECONDS = 2.0


@pytest.mark.parametrize("kind", READERS)
def test_names_that_can_be_parted_in_many_ways_are_read_and_compared_at_once(kind: NameKind) -> None:
    read = READERS[kind]
    read("Somchai Jaidee Ltd")  # the tables
    forms = []
    for name in NAMES:
        with within(SECONDS):
            forms.append(read(name))
            assert forms[-1].keys is not None
    for one, other in product(forms, forms):
        with within(SECONDS):
            compare_names(one, other, kind)
