"""Full text: every visible hit and no hidden one, class by class, and no caller's text becomes query syntax."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import PropertyClass, ReadScope
from graph.store import SearchStore
from graph.store.reading.search_store import MAX_EXACT, MAX_WORDS, lucene_query
from tests.examples import examples
from tests.graph.building import open_scope, scope_of
from tests.world import World, record


@pytest.fixture
def filled(world: World) -> World:
    world.file(
        "th-police",
        record("Person", "1", name="Somchai Jaidee", alias="Lek"),
        record("Person", "2", name="Somchai Boonmee"),
        record("Site", "3", name="Somchai Resort", locality="Poipet", country="KH"),
        record("Person", "4", name="Somsak"),
    )
    world.file("kh-police", record("Person", "5", name="Somchai Jaidee", profile="hit-only"))
    return world


def found(world: World, scope: ReadScope, *words: str, kind: str | None = None) -> list[str]:
    """Return the originators' references of the hits."""
    hits = world.run(SearchStore(world.app.store).find(scope, list(words), kind=kind))
    references = {world.id("kh-police" if n == 5 else "th-police", str(n)): str(n) for n in range(1, 6)}
    return sorted(references[hit.id] for hit in hits)


@pytest.mark.long
def test_a_word_finds_every_visible_record_that_holds_it_or_begins_so(filled: World) -> None:
    scope = filled.system()
    assert found(filled, scope, "somchai") == ["1", "2", "3", "5"]
    assert found(filled, scope, "som") == ["1", "2", "3", "4", "5"]
    assert found(filled, scope, "lek") == ["1"]
    assert found(filled, scope, "lek", "somsak") == ["1", "4"]
    assert found(filled, scope, "so") == []
    assert found(filled, scope, "somchai", kind="Site") == ["3"]
    assert found(filled, scope, "absent") == []
    assert found(filled, scope) == []


def test_hidden_records_and_closed_classes_are_not_found(filled: World) -> None:
    rows = filled.query("MATCH (n:Record) RETURN n.originator AS o, n.kind AS k, n.cmp AS cmp")
    hidden = {r["cmp"] for r in rows if r["o"] == "kh-police"}
    everything = filled.system().visible
    assert found(filled, open_scope(everything - hidden), "somchai") == ["1", "2", "3"]
    location = scope_of({PropertyClass.LOCATION: everything})
    assert found(filled, location, "somchai") == []
    assert found(filled, location, "poipet") == ["3"]
    assert found(filled, scope_of({}), "somchai") == []


@pytest.mark.long
def test_what_was_filed_anew_is_found_by_its_new_words_alone(filled: World) -> None:
    filled.file("th-police", record("Person", "1", name="Preecha"), profile="open", settle=False)
    scope = filled.system()
    assert found(filled, scope, "lek") == found(filled, scope, "preecha") == []

    filled.settle()
    assert (found(filled, scope, "lek"), found(filled, scope, "preecha")) == ([], ["1"])


def test_a_hit_carries_the_text_of_its_class_alone(filled: World) -> None:
    hits = filled.run(SearchStore(filled.app.store).find(filled.system(), ["poipet"]))
    assert [(h.kind, h.property_class, h.text) for h in hits] == [("Site", PropertyClass.LOCATION, "poipet")]


SYNTAX = st.text(st.sampled_from('somchai+-!(){}[]^"~*?:\\/&|<>= @._AND OR NOT TO'), min_size=1, max_size=14)


@pytest.mark.long
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(SYNTAX.filter(lambda w: w.strip()), min_size=1, max_size=3))
def test_no_text_becomes_query_syntax(filled: World, words: Sequence[str]) -> None:
    hits = found(filled, filled.system(), *words)
    assert set(hits) <= {"1", "2", "3", "4", "5"}
    assert found(filled, scope_of({}), *words) == []


@pytest.mark.parametrize(
    "word", ["*", "*:*", "text_identity:somchai", "somchai)", "/.*/", "[a TO z]", "som*", "?omchai"]
)
def test_a_trick_finds_nothing_more(filled: World, word: str) -> None:
    assert found(filled, filled.system(), word) == []


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (["somchai"], "text_identity:(somchai somchai*)"),
        (["so", "AND"], "text_identity:(so and and*)"),
        (["a:b"], r"text_identity:(a\:b a\:b*)"),
        ([], ""),
    ],
)
def test_a_query_is_escaped_and_in_lower_case(words: list[str], query: str) -> None:
    assert lucene_query(words, PropertyClass.IDENTITY) == query


def test_exact_terms_are_asked_for_as_they_are() -> None:
    query = lucene_query(["som"], PropertyClass.IDENTITY, exact=["_jnj", ".a*", ""])
    assert query == r"text_identity:(som som* _jnj .a\*)"
    assert lucene_query([], PropertyClass.IDENTITY, exact=["_jnj"]) == "text_identity:(_jnj)"
    assert lucene_query([], PropertyClass.IDENTITY, exact=["q"] * 500).count("q") == MAX_EXACT


def test_words_are_bounded() -> None:
    query = lucene_query([f"w{i:02}" for i in range(50)], PropertyClass.IDENTITY)
    assert query.count("*") == MAX_WORDS
    assert len(lucene_query(["x" * 5000], PropertyClass.IDENTITY)) < 250
