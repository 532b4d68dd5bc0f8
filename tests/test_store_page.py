"""The page of the store says what statements name, and no property that nothing names."""

import re

from graph.store import REGISTRY
from graph.store.bloom import projection
from tests.environment_names import ROOT
from tests.store_page import documented, missing, named_in, stored
from tests.world import World, link, record

PAGE_LABELS = 30  # as many at least
# Of the Neo4j that a view is projected into, which is no store of ours.
PROJECTED = {"BenangProjection", "Entity", projection.ENTITY_LABEL, projection.DESCRIBES, projection.MATCHES}


def statements() -> list[str]:
    texts = [made.text for made in REGISTRY.values()]
    return [text for text in texts if named_in([text]).keys().isdisjoint(PROJECTED)]


def test_every_property_that_a_statement_names_stands_in_the_page() -> None:
    named = named_in(statements())
    assert len(named) > PAGE_LABELS
    assert missing(named) == {}


def test_the_properties_of_a_statement_are_read_off_it() -> None:
    text = (
        "MERGE (n:Seal {id: $p.id}) ON CREATE SET n.state = 'x', n.made_at = $p.at WITH n WHERE n.told = 1 RETURN n.id"
    )
    assert named_in([text]) == {"Seal": {"id", "state", "made_at"}}
    assert named_in(["CREATE INDEX i FOR (n:Notice) ON (n.agency, n.seq)"]) == {"Notice": {"agency", "seq"}}


def test_every_property_of_the_page_is_named_in_the_store() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "graph").rglob("*.py"))
    words = set(re.findall(r"\w+", sources))
    lost = {name: keys - words for name, keys in documented().items() if keys - words}
    built = {f"{stem}_{c}" for stem in ("text", "sealed") for c in ("identity", "contact", "financial", "location",
                                                                    "narrative", "source")}  # fmt: skip
    assert {name: keys - built for name, keys in lost.items() if keys - built} == {}


def test_what_the_page_does_not_say_is_found(world: World) -> None:
    world.file("th-police", record("Person", "p", name="Wichit Busabamintra"), record("PhoneNumber", "n",
               number="+66812345678"), link("USES", "p", "n"))  # fmt: skip
    kept = stored(world)
    assert {"Record", "Person", "USES", "Compartment", "Change", "Counter", "Follower"} <= kept.keys()
    assert missing(kept) == {}
    assert missing({"Record": ["rid", "locked", "nickname"], "Zeppelin": []}) == {
        "Record": {"nickname"},
        "Zeppelin": set(),
    }
    assert missing({"USES": ["lid", "colour"], "Person": ["key"]}) == {"USES": {"colour"}}
