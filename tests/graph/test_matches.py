"""Evidence is stored as numbers, compartments and words, and comes back as it was."""

from hypothesis import given
from hypothesis import strategies as st

from graph import PropertyClass
from graph.matches import Evidence, Terms, Via, Way, decode_evidence, decode_ways, encode_evidence, encode_ways

VIA = st.none() | st.builds(Via, link=st.integers(1, 10**6), selector=st.integers(1, 10**6))
EVIDENCE = st.builds(
    Evidence,
    feature=st.sampled_from(["name", "birth-date", "linked-phone-number"]),
    level=st.sampled_from(["equal", "tokens reordered", "within-300-m"]),
    property_class=st.sampled_from(PropertyClass),
    bits=st.floats(allow_nan=False),
    agrees=st.booleans(),
    left=VIA,
    right=VIA,
)


@given(st.lists(EVIDENCE))
def test_evidence_comes_back_as_it_was_written(evidence: list[Evidence]) -> None:
    assert decode_evidence(encode_evidence(evidence)) == tuple(evidence)


def test_the_text_of_one_piece_of_evidence_is_what_it_was() -> None:
    via = Via(link=7, selector=8)
    one = Evidence(
        feature="linked-wallet",
        level="equal",
        property_class=PropertyClass.FINANCIAL,
        bits=10.0,
        agrees=True,
        left=via,
        right=None,
    )
    assert encode_evidence([one]) == ["linked-wallet|equal|financial|10.0|1|7,8|"]


def test_the_text_of_a_way_is_what_it_was() -> None:
    own = Terms(classes=(PropertyClass.IDENTITY, PropertyClass.LOCATION))
    linked = Terms(classes=(PropertyClass.IDENTITY,), via=Via(link=7, selector=8), via_class=PropertyClass.CONTACT)
    ways = (Way(left=own, right=linked), Way(left=linked, right=linked))
    texts = ["identity+location|identity@7,8,contact", "identity@7,8,contact|identity@7,8,contact"]
    assert encode_ways(ways) == texts
    assert decode_ways(texts) == ways
    assert decode_ways(None) == ()
