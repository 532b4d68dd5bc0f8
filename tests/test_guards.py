"""What every read must carry.

The walk over all statements, all makers of a `SystemScope`, and all that reads the environment.
"""

import ast
import gc
import re
from pathlib import Path

import pytest

from graph import PropertyClass, load_ontology
from graph.parts import SEALED_CLASSES
from graph.store import REGISTRY, Access, Template
from graph.store.cypher import (
    guarded_parts,
    in_open,
    live_grants,
    opened,
    readable_key,
    sealed_parts,
    unsealed_words,
)
from graph.store.reading import record_reader, surroundings
from graph.store.resolution import owners, resolution_store
from graph.store.writing import link_removal
from tests.test_layers import PACKAGES, ROOT, module_name, modules

CLASSES = "|".join(PropertyClass)
IDENTIFYING = "|".join(name for name, schema in load_ontology().links.items() if schema.identifies)
# Built for an ontology, so not in the registry.
BUILT = [
    record_reader._linked_template(IDENTIFYING),
    record_reader._sharers_template(IDENTIFYING),
    record_reader._holders_template(IDENTIFYING),
    record_reader._links_template(IDENTIFYING),
    record_reader._links_of_each_template(IDENTIFYING),
    surroundings._neighbours_template(IDENTIFYING),
    surroundings._onward_template(IDENTIFYING),
    surroundings._count_template(IDENTIFYING),
    surroundings._among_template(IDENTIFYING),
    link_removal._own_template(IDENTIFYING.split("|")),
    resolution_store._view_template(IDENTIFYING),
    owners.affected_template(IDENTIFYING),
    owners.compared_as_template(IDENTIFYING),
    resolution_store.arrivals_template(IDENTIFYING),
    resolution_store.candidates_template(IDENTIFYING),
]
MAKERS = {"Template", "ontology_template"}
TEMPLATES = [*REGISTRY.values(), *BUILT]
SCOPED = [t for t in TEMPLATES if t.access is Access.SCOPED]

# Who may run what sees all records: nothing else of `SYSTEM` names one.
FOR_THE_RESOLVER = {
    "resolvable_records",
    "records_of_selectors",
    "compared_as",
    "candidates",
    "matches_of",
    "component_sizes",
    "same_key_elsewhere",
    "holders_of_keys",
    "judged_one",
    "keys_in_use",
    "records_in_all",
    "arrivals",
    "candidates_whole",
    "equal_keys_of_few",
}
FOR_THE_NOTICE_MATCHER = {  # terms and weights, no content
    "linkage_ends",
    "linkage_evidence",
    "standing_notices",
    "notices_resting_on",
    "linked_beside",
    "linked_instead",
    "still_meet",
    "held_filings",
    "notices_still_meeting",
    "notices_telling_of",
}
FOR_THE_OPERATOR = {"count_records", "count_rest"}  # counts
# Whether a record stands and under which reference: by one the deployment key is known again, and by all of them once
# the ids that an older version minted otherwise.
FOR_THE_START = {
    "find_key_mark",
    "key_witness",
    "ids_withdrawn_before",
    "references_as_written",
    "standing_among",
    "shared_with_sealed",  # ids of what a migration stamps
    "persons_named_in_notes",  # what a migration moves out of their notes
}
# Terms and values of its own records, by their ids; terms of their links, of which what others filed decides nothing.
FOR_THE_ORIGINATOR = {"own_records", "values_to_look_for", "compartments_of_links", "last_withdrawals"}
FOR_GRANTS = {"near_held"}  # whether what a grant is to name waits for a review
FOR_LISTS_OF_GRANTS = {"terms_of_granted_records"}  # terms of what a grant names, which say whether a seal lies on it
FOR_THE_TRAIL = {"originators_of"}  # whose an id is
# Ids whose time is over, or that a hold keeps.
FOR_RETENTION = {
    "held_or_linked",
    "records_dated_before_their_store",
    "records_due",
    "records_due_by_profile",
    "records_old_by_profile",
}
FOR_TARGETS_OF_PROJECTIONS = {"inspect_target"}  # whether what stands there is a projection's
# Within a change, what its transaction decides by. Where they return more than ids and terms, that is said.
FOR_CHANGES = {
    "existing_records": "digests and terms, which tell what a filing changes",
    "ends_changed": "whether the ends of links stand where they stood",
    "links_to_stamp": "links whose terms follow those of a record",
    "withdrawn_references": "whether what was withdrawn is filed again",
    "withdrawn_links": "whether a link that was withdrawn is filed again",
    "linked_beside_ended": "the mark on a notice whose link ended, and notices whose records went as they were written",
    "records_that_notices_rest_on": "notices whose records went as they were written",
    "linked_beside_gone": "notices that fall with a record",
    "linked_beside_told": "the release of a held filing",
    "meeting_by_carried": "whose the first record is that meets others by a number they carry",
    "where_ends_stand": "the terms of linkages as they are found",
    "page_of_terms": "whose alerts and numbers come up again where policy lets more be told",
    "matches_of_terms": "which matches do",
    "told_next_of_gone": "who comes in for records that go, of more than are told",
    "told_next_of_notices": "who comes in for alerts that tell no more",
    "told_next_of_changed": "who comes in for records that carry a number no more",
    "judgements_to_keep": "what holds a withdrawn record apart from others",
    "left_of_components": "what is left of an entity",
    "selectors_of_records": "keys, for the hit index",
    "selectors_after": "keys, for the hit index",
    "selectors_of_own_victims": "which numbers the victims of their own originator use",
    "selectors_of_uncompared": "whether what is sealed waits for a record that is not compared",
    "sealed_selectors_of": "whether what is sealed waits for a record that is not compared",
    "users_of_held": "who is linked to a number that is held",
    "records_matching_claimed": "what the victim seal reaches",
    "records_matching_matched": "what the victim seal reaches",
    "pairs_matching_claimed": "what the victim seal reaches",
    "pairs_of_records": "what the victim seal reaches",
    # For a viewer: beside the budget that it spends. Its guard is in `told` and `granted`, compartments of the scope.
    "find_granted_hit_entries": "the compartments of hits, and which live grants lie on them",
}
_WRITING = re.compile(r"\b(SET|MERGE|CREATE|DELETE|REMOVE)\b|CALL db\.create|DROP INDEX")


_GUARD = "<guard>"


def record_variables(text: str) -> set[str]:
    """Return the variables that stand for records: labelled so, or at the end of a pattern from one."""
    labelled = set(re.findall(r"\((\w+):Record\b", text))
    return labelled | set(re.findall(r"YIELD node AS (\w+)", text))


def is_guarded(text: str, variable: str) -> bool:
    """Return whether a variable has the whole guard, the grants that it carries included, or the one of notices.

    Each time that it is matched as a record anew, and as a condition that nothing beside it makes needless.
    """
    bound = max(1, len(re.findall(rf"\({variable}:Record\b", text)))
    guards = [readable_key(variable), *(opened(variable, name) for name in ("v", *PropertyClass))]
    for guard in guards:
        text = text.replace(guard, _GUARD)
    text = re.sub(rf"\b{variable}\.cmp IN \$p\.notices\b", _GUARD, text)
    return text.count(_GUARD) >= bound and not re.search(rf"\b(?:X?OR|NOT) {_GUARD}|{_GUARD} X?OR\b", text)


def without_guards(text: str) -> str:
    """Return a text without its whole guards and without the projection of live grants."""
    for variable in set(re.findall(r"\b(\w+)\.granted\b", text)):
        whole = [opened(variable, name) for name in ("v", *PropertyClass)]
        parts = (guarded_parts(variable), sealed_parts(variable))
        for guard in (*parts, readable_key(variable), *whole, live_grants(variable)):
            text = text.replace(guard, "")
    return text


def judgements(text: str) -> set[str]:
    """Return the variables of judgements: no grant opens one, so their compartment is their whole guard."""
    return set(re.findall(r"\[(\w+):JUDGEMENT\b", text))


def relationship_variables(text: str) -> set[str]:
    """Return the variables of links and judgements.

    A match is guarded by its ends, its evidence by class in the view.
    """
    found = set()
    for variable, types in re.findall(r"\[(\w+)(?::([\w|$().]+))?[^\]]*\]-", text):
        if types != "MATCH":
            found.add(variable)
    return found


@pytest.mark.long
def test_every_scoped_statement_is_walked() -> None:
    """One that is built for an ontology stands in no registry, so that each place that builds one is in the list."""
    building = [
        ast.unparse(node)
        for package in PACKAGES
        for path in modules(package)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS
    ]
    named = [re.search(r"'(\w+)', (?:access=)?Access\.SCOPED", text) for text in building if "SCOPED" in text]
    assert all(named)
    assert {found[1] for found in named if found} == {made.name for made in BUILT if made.access is Access.SCOPED}


@pytest.mark.parametrize("made", SCOPED, ids=lambda t: t.name)
def test_a_scoped_statement_guards_every_record(made: Template) -> None:
    variables = record_variables(made.text)
    assert variables, "a scoped statement reads records"
    assert [v for v in sorted(variables) if not is_guarded(made.text, v)] == []
    # A pattern without a variable could not be guarded.
    assert not re.search(r"\(:Record|\(\s*\)", made.text)


@pytest.mark.parametrize("made", SCOPED, ids=lambda t: t.name)
def test_a_scoped_statement_guards_every_link_and_judgement(made: Template) -> None:
    written = set(re.findall(r"(?:MERGE|CREATE) \(\w+\)-\[(\w+)", made.text))
    judged = judgements(made.text) - written
    links = relationship_variables(made.text) - judged - written
    assert [v for v in sorted(links) if not is_guarded(made.text, v)] == []
    assert [v for v in sorted(judged) if in_open(v) not in made.text] == []


@pytest.mark.parametrize("made", SCOPED, ids=lambda t: t.name)
def test_a_scoped_statement_carries_no_guard_without_its_grants_and_no_grant_without_its_guard(made: Template) -> None:
    rest = without_guards(made.text)
    bare = set(re.findall(rf"\$p\.(?:v|{CLASSES})\[(\w+)\.cmp\]", rest))
    assert bare <= judgements(made.text)
    assert ".granted" not in rest


@pytest.mark.parametrize("made", SCOPED, ids=lambda t: t.name)
def test_a_scoped_statement_guards_every_part_by_its_class(made: Template) -> None:
    variables = record_variables(made.text)
    for variable, name in re.findall(rf"\b(\w+)\.({CLASSES})\b", made.text):
        if variable in variables:
            assert f"CASE WHEN {in_open(variable, name)} THEN {variable}.{name} END" in made.text
            assert guarded_parts(variable) in made.text
            assert f"sealed: {sealed_parts(variable)}" in made.text
    for variable, name in re.findall(rf"\b(\w+)\.text_({CLASSES})\b", made.text):
        assert opened(variable, name) in made.text
        assert name not in SEALED_CLASSES or f"AND {unsealed_words(variable, name)}" in made.text
    # What a seal closes leaves by these two alone.
    rest = made.text
    for variable in variables:
        for known in (sealed_parts(variable), *(unsealed_words(variable, c) for c in SEALED_CLASSES)):
            rest = rest.replace(known, "")
    assert "sealed_" not in rest.replace("any(cmp IN [n.cmp, n.sealed_cmp] WHERE cmp IN $p.compartments)", "")
    for variable in re.findall(r"\b(\w+)\.(?:note|since|until)\b", made.text):
        told = f"[{variable}.since, {variable}.until, {variable}.note]"
        rest = made.text.replace(f"CASE WHEN {opened(variable, 'narrative')} THEN {told} END", "")
        assert not re.search(rf"\b{variable}\.(note|since|until)\b", rest)
    # Whole nodes and whole maps of a record would pass every guard by.
    for variable in variables:
        assert not re.search(
            rf"\b{variable}\[(?!c\])|\b{variable} *{{\.\*}}|properties\({variable}\)|RETURN {variable}\b(?!\.)"
            rf"|collect\({variable}\)",
            made.text,
        )
    for variable in re.findall(r"\b(\w+)\.key (?:IN|=|IS)", made.text):
        assert variable in {"key"} or re.search(rf"{variable}\.kind IN \$p\.kinds\.", made.text)


def test_the_walk_finds_a_missing_guard() -> None:
    """The test of the test, on statements of the registry with one guard taken away."""
    members = REGISTRY["members"].text
    assert not is_guarded(members.replace(opened("o"), "true"), "o")
    assert not is_guarded(members.replace(opened("o"), in_open("o")), "o")
    assert in_open("o") in without_guards(members.replace(opened("o"), in_open("o")))
    assert ".granted" in without_guards(members.replace("$p.shelves[$p.g.v][o.cmp % 8]", "$p.shelves[$p.g.v][1]"))
    links = record_reader._links_template(IDENTIFYING).text
    assert not is_guarded(links.replace(f"{opened('r')} AND", ""), "x")
    assert not is_guarded(members.replace(opened("o"), f"o.open OR {opened('o')}"), "o")
    assert not is_guarded(members.replace(opened("o"), f"{opened('o')} OR o.open"), "o")
    assert not is_guarded(members.replace(opened("o"), f"NOT {opened('o')}"), "o")
    assert not is_guarded(f"{links} MATCH (n:Record)", "n")
    assert record_variables(members) == {"s", "n", "o"}
    assert relationship_variables(members) == {"j"}
    assert record_variables(REGISTRY["search_identity"].text) == {"n"}


def test_every_statement_passes_its_values_in_one_map() -> None:
    for made in TEMPLATES:
        assert set(re.findall(r"\$(\w+)", made.text)) <= {"p"}, made.name
        assert "apoc." not in made.text.lower()
        assert made.access in Access


@pytest.mark.parametrize("made", TEMPLATES, ids=lambda t: t.name)
def test_no_statement_uses_a_table_of_the_scope_but_in_a_guard(made: Template) -> None:
    """A byte of a table says nothing by itself: whatever looks into one compares it with 1, and never negates that."""
    tables = re.findall(rf"\$p\.(?:v|{CLASSES})\b(.{{0,40}})", made.text)
    assert [t for t in tables if not re.match(r"\[\w+\.(?:sealed_)?cmp\] = 1\b", t)] == []
    assert not re.search(r"NOT \(?\$p\.", made.text)


def test_statements_that_see_all_are_these_and_no_others() -> None:
    system = {t.name: t.text for t in TEMPLATES if t.access is Access.SYSTEM}
    naming = {name for name, text in system.items() if re.search(r":Record\b|queryNodes", text)}
    assert (
        naming
        == FOR_THE_RESOLVER
        | FOR_THE_NOTICE_MATCHER
        | FOR_THE_OPERATOR
        | FOR_THE_START
        | FOR_THE_ORIGINATOR
        | FOR_GRANTS
        | FOR_LISTS_OF_GRANTS
        | FOR_THE_TRAIL
        | FOR_RETENTION
        | FOR_TARGETS_OF_PROJECTIONS
    )
    parts = re.compile(rf"\b\w+\.({CLASSES}|text_\w+)\b|{{ *\.\* *}}")
    telling = {name for name in naming if parts.search(system[name])}
    assert telling <= FOR_THE_RESOLVER | FOR_THE_START


def test_statements_that_a_change_reads_by_are_these_and_no_others() -> None:
    reading = {t.name: t.text for t in TEMPLATES if t.access is Access.READ_IN_WRITE}
    assert {name for name, text in reading.items() if re.search(r":Record\b|queryNodes", text)} == FOR_CHANGES.keys()
    parts = re.compile(rf"\b\w+\.({CLASSES}|text_\w+)\b|{{ *\.\* *}}")
    assert {name for name in FOR_CHANGES if parts.search(reading[name])} == set()


def test_a_statement_is_labelled_a_change_where_it_changes_something_and_nowhere_else() -> None:
    # What changes something for a viewer, among records that they see, carries their guard.
    others = [made for made in TEMPLATES if made.access is not Access.SCOPED]
    assert [t.name for t in others if bool(_WRITING.search(t.text)) is not (t.access is Access.WRITE)] == []


@pytest.fixture(scope="module")
def nodes() -> list[tuple[str, ast.AST]]:
    """Return every syntax node that the guards look at, with the module that it stands in; parsed once."""
    kinds = (ast.Name, ast.alias, ast.ClassDef, ast.Attribute, ast.Call, ast.Constant)
    # There is no garbage, and what is looked through for it grows: four fifths of the time went into that.
    gc.disable()
    try:
        return [
            (module_name(path), node)
            for package in PACKAGES
            for path in modules(package)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, kinds)
        ]
    finally:
        gc.enable()


def test_every_place_that_makes_or_takes_a_system_scope_is_known(nodes: list[tuple[str, ast.AST]]) -> None:
    found = {
        name
        for name, node in nodes
        if (isinstance(node, ast.Name) and node.id == "SystemScope")
        or (isinstance(node, ast.alias) and node.name == "SystemScope")
        or (isinstance(node, ast.ClassDef) and node.name == "SystemScope")
    }
    assert found == {"graph", "graph.scope", "graph.store.resolution.resolution_store", "api.bootstrap"}
    makers = {
        name
        for name, node in nodes
        if isinstance(node, ast.Attribute)
        and node.attr == "over"
        and isinstance(node.value, ast.Name)
        and node.value.id == "SystemScope"
    }
    assert makers == {"api.bootstrap"}


def test_only_policies_make_a_read_scope(nodes: list[tuple[str, ast.AST]]) -> None:
    makers = {
        name
        for name, node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"ReadScope", "SystemScope"}
    }
    assert makers == {"graph.scope", "policies.scopes.scope_builder"}


CYPHER = re.compile(
    r"\b(MATCH|MERGE|OPTIONAL MATCH|UNWIND|DETACH DELETE|CREATE)\s*\(|\bRETURN\s+\w+\.\w+\b|\bCALL\s+db\.|\$p\.\w+"
)


def test_cypher_stands_in_the_store_and_nowhere_else(nodes: list[tuple[str, ast.AST]]) -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, node in nodes
        if not name.startswith("graph.store")
        and isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CYPHER.search(node.value)
    ]
    assert found == []


def test_only_entry_points_read_the_environment(nodes: list[tuple[str, ast.AST]]) -> None:
    found = {
        name
        for name, node in nodes
        if (isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "environb"})
        or (isinstance(node, ast.alias) and node.name in {"environ", "getenv"})
    }
    # The command line; the start of the server's keeper, which hands on four variables and nothing else; and Spark,
    # which looks for its Java in the environment.
    assert found == {"api.cli.context", "entity_resolution.batch.spark_session", "graph.store.server.embedded"}


# Who reads the machine's clock itself, and what for. Everything else is given the present, or a `Clock` to ask: what
# grants, agreements and dates of erasure do is decided by the clock in `policies.scopes.policy_clock`, and tested at
# any time.
READERS_OF_THE_CLOCK = {
    "policies.scopes.policy_clock": "the clock that others are given; it refuses one that was set",
    "graph.unix_time": "the machine's clock, for those named here",
    # The instant that is written beside what is done: nothing is decided by it.
    "ingest.pipeline": "when a row went to quarantine, and when a file was finished",
    "ingest.supply": "when an input was taken in, and no birth in it lies ahead",
    "ingest.submission": "when a submitted record went to quarantine",
    "entity_resolution.views.entities": "when the judgement of a preview would have been made",
    "entity_resolution.batch.learning": "the date of a learnt model",
    "entity_resolution.batch.record_learning": "the date of a learnt model",
    "policies.audit.segment": "when an entry was made",
    "api.audit.store_standing": "when the store counted a mark of a folder",
    "policies.audit.sequencer": "when a checkpoint was signed",
    "api.cli.witnessing": "when a checkpoint was cosigned",
    # How long a token is valid, by the clock that its issuer goes by.
    "api.authentication": "whether a token has expired",
    "api.web.websocket": "when to end a connection",
    "api.live_alerts": "whether to end a subscription",
    # Where a person asks: the present of the question.
    "api.cli.grants": "when a grant begins and how it stands",
    "api.cli.policy": "the present that a check is of, and when a bundle was signed",
    "api.cli.policy_comparison": "the present that a simulation is of",
    "api.cli.policy_options": "the present, where no instant is given for a matrix, difference or calendar",
    "api.bloom.projection": "the instant of a copied view",
    "policies.checks.promotion": "the instant that a bundle is tried at, where its caller names none",
    "api.policy.loading": "the present of which the log says what a new bundle lost",
    # The kit runs on a store of its own.
    "api.noninterference.grants": "until when a grant of the kit holds",
    "api.noninterference.listening": "until when a viewer of the kit may listen",
    "api.noninterference.viewers": "the present of the kit's viewers",
    "api.noninterference.worlds": "the present of the kit's worlds",
}
_READING = re.compile(
    r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|gmtime|localtime)|machine_time)$"
)


def test_only_named_modules_read_the_clock(nodes: list[tuple[str, ast.AST]]) -> None:
    """To name it without a call is to read it as well: as the default of a `Clock` that somebody may forget to give."""
    named = [(name, node) for name, node in nodes if isinstance(node, ast.Name | ast.Attribute)]
    assert {name for name, node in named if _READING.search(ast.unparse(node))} == READERS_OF_THE_CLOCK.keys()


def test_commands_write_entries_behind_a_token_that_was_asked_again(nodes: list[tuple[str, ast.AST]]) -> None:
    """All goes by `api.cli.disclosing`, apart from refusals, which show nothing, and a filing's own entry."""
    calls = [
        (name, node)
        for name, node in nodes
        if name.startswith("api.cli.") and isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert {name for name, call in calls if ast.unparse(call.func) == "announce_change"} == {"api.cli.disclosing"}
    entries = [(name, ast.unparse(call)) for name, call in calls if ast.unparse(call.func) == "audit_operation"]
    showing = {name for name, text in entries if not text.endswith("[], denied=True)")}
    assert showing == {"api.cli.disclosing", "api.cli.submitting"}
    assert len(entries) > len(showing)


def test_nothing_is_left_to_do_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        str(path.relative_to(ROOT))
        for package in (*PACKAGES, "tests")
        for path in (ROOT / package).rglob("*.py")
        if marks.search(path.read_text(encoding="utf-8")) and path != Path(__file__)
    ]
    assert found == []
