"""Listing by kind: a page is read in the order of the index, and sorted are but those that came at one time."""

from graph import PropertyClass
from graph.store.reading import listing
from tests.graph.building import scope_of
from tests.graph.store.database_hits import operators
from tests.world import World


def test_a_kind_is_read_in_the_order_of_its_index(world: World) -> None:
    view = scope_of({PropertyClass.IDENTITY: [1]})
    given = {"kind": "Site", "received": -1, "rid": "", "limit": 2, **view.parameters}
    found = operators(world, listing._OF_KIND.text, given)
    assert "NodeIndexSeek" in found
    # Those that came at one time are put in order by their ids.
    assert {"Sort", "PartialSort", "Top"}.isdisjoint(found)
