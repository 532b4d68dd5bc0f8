"""The questions come from the schema: a field, an argument or an operation that is new is asked for the day it appears."""

from dataclasses import replace

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    extend_schema,
    get_named_type,
    parse,
    validate,
    visit,
)
from graphql import build_schema as parse_schema
from graphql.language import FieldNode

from api.graphql import build_schema, served_schema
from api.graphql.limits import check, parse_within_limits
from api.noninterference import Question, QuestionMaker, Universe, as_documents

SCHEMA = served_schema()._schema
IDS = [f"r-{number:032x}" for number in range(12)]
UNIVERSE = Universe(
    ids=IDS[:6],
    hidden=IDS[6:9],
    absent=IDS[9:],
    pairs=[(IDS[0], IDS[1]), (IDS[2], IDS[7])],
    words=("wichit", "0812345678", 'a "quoted" word'),
)
NEW = """
extend type Query {
  secrets(id: ID!, since: DateTime, mood: Mood! = CALM): Secret
  tally(kind: Kind!): Int!
}
extend type Mutation { whisper(input: WhisperInput!): Secret }
extend type Subscription { rumours: Secret! }
extend type Entity { weight: Float  told(by: ID!, mood: Mood!): [Secret!]! }
type Secret { id: ID! depth: Int! inner: Inner  again: Secret }
type Inner { word: String! }
enum Mood { CALM WILD }
input WhisperInput { target: ID! mood: Mood! words: [String!]! other: ID }
"""


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return parse_schema(build_schema().as_str())


@pytest.fixture(scope="module")
def extended(schema: GraphQLSchema) -> GraphQLSchema:
    return extend_schema(schema, parse(NEW))


def asked(schema: GraphQLSchema, texts: list[str]) -> set[tuple[str, str]]:
    """Return the fields that documents ask for, by their types."""
    found = set()
    info = TypeInfo(schema)

    class Fields(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            parent = info.get_parent_type()
            if parent is not None:
                found.add((parent.name, node.name.value))

    for text in texts:
        visit(parse(text), TypeInfoVisitor(info, Fields()))
    return found


def everything(schema: GraphQLSchema, root: GraphQLObjectType) -> set[tuple[str, str]]:
    """Return every field that can be reached from a root type; of a kind of an interface its own fields alone."""
    found: set[tuple[str, str]] = set()
    waiting: list[GraphQLObjectType | GraphQLInterfaceType] = [root]
    seen = set()
    while waiting:
        kind = waiting.pop()
        if kind.name in seen:
            continue
        seen.add(kind.name)
        inherited = {n for i in kind.interfaces for n in i.fields} if isinstance(kind, GraphQLObjectType) else set()
        for name, made in kind.fields.items():
            if name not in inherited:
                found.add((kind.name, name))
            inner = get_named_type(made.type)
            if isinstance(inner, GraphQLObjectType | GraphQLInterfaceType):
                waiting.append(inner)
        if isinstance(kind, GraphQLInterfaceType):
            waiting += schema.get_possible_types(kind)
    return found


def all_questions(schema: GraphQLSchema) -> list[Question]:
    maker = QuestionMaker(schema)
    probes = [q for pair in maker.probes(UNIVERSE) for q in pair]
    return [*maker.queries(UNIVERSE), *maker.mistakes(UNIVERSE), *maker.acts(UNIVERSE), *maker.subscriptions(), *probes]


@pytest.mark.long
def test_every_question_is_valid_and_within_the_limits(extended: GraphQLSchema) -> None:
    for question in all_questions(extended):
        assert validate(extended, parse(question.document)) == [], question.text
        check(parse_within_limits(question.document), None, {}, SCHEMA)
    for text in as_documents(QuestionMaker(extended).queries(UNIVERSE)):
        assert validate(extended, parse(text)) == []
        check(parse_within_limits(text), None, {}, SCHEMA)


@pytest.mark.parametrize("which", ["schema", "extended"])
def test_every_field_that_a_viewer_can_reach_is_asked(which: str, request: pytest.FixtureRequest) -> None:
    schema: GraphQLSchema = request.getfixturevalue(which)
    assert schema.query_type is not None
    found = asked(schema, [q.document for q in QuestionMaker(schema).queries(UNIVERSE)])
    assert everything(schema, schema.query_type) - found == set()


@pytest.mark.long
def test_a_new_operation_is_asked_with_every_argument_and_every_id(extended: GraphQLSchema) -> None:
    maker = QuestionMaker(extended)
    secrets = [q for q in maker.queries(UNIVERSE) if q.root_field == "secrets"]
    assert {q.arguments["id"].strip('"') for q in secrets} == {*UNIVERSE.ids, *UNIVERSE.hidden}
    assert {q.arguments.get("mood") for q in secrets} == {None, "CALM", "WILD"}
    assert any("since" in q.arguments for q in secrets)
    kinds = {q.arguments["kind"] for q in maker.queries(UNIVERSE) if q.root_field == "tally"}
    assert {"PERSON", "SITE", "WALLET"} <= kinds
    whispers = [q for q in maker.acts(UNIVERSE) if q.root_field == "whisper"]
    assert {mood for q in whispers for mood in ("CALM", "WILD") if mood in q.text} == {"CALM", "WILD"}
    assert any("other:" in q.text for q in whispers)
    assert {q.root_field for q in maker.subscriptions()} >= {"rumours", "alerts"}


def test_every_place_of_an_id_is_probed_with_something_hidden_and_something_absent(extended: GraphQLSchema) -> None:
    probes = QuestionMaker(extended).probes(UNIVERSE)
    places = [(h.root_field, h.text, a.text) for h, a in probes]
    assert len([p for p in places if p[0] == "secrets"]) == 1
    assert len([p for p in places if p[0] == "whisper"]) == 2
    assert len([p for p in places if p[0] == "judge"]) == 2
    for _, hidden, absent in places:
        assert any(rid in hidden for rid in UNIVERSE.hidden)
        assert any(rid in absent for rid in UNIVERSE.absent)
        assert not any(rid in absent for rid in UNIVERSE.hidden)


def test_arguments_outside_their_limits_are_asked_alone(schema: GraphQLSchema) -> None:
    mistakes = QuestionMaker(schema).mistakes(UNIVERSE)
    assert all(q.alone for q in mistakes)
    wrong = {(q.root_field, name, value) for q in mistakes for name, value in q.arguments.items()}
    assert {("alerts", "first", "0"), ("network", "depth", "0"), ("search", "after", '"x"')} <= wrong


def test_what_acts_gave_is_acted_on(schema: GraphQLSchema) -> None:
    met = {"Grant": ["g-1", "g-2"], "CheckHit": ["k-1.0.th-police"], "Entity": ["r-1"], "HeldCheck": ["k-2"]}
    found = QuestionMaker(schema).follow_ups(UNIVERSE, met)
    named = {
        (q.root_field, rid) for q in found for rid in ("g-1", "g-2", "k-1.0.th-police", "r-1", "k-2") if rid in q.text
    }
    assert named >= {("revokeGrant", "g-1"), ("sendRequest", "k-1.0.th-police"), ("releaseHeldCheck", "k-2")}
    assert not {rid for _, rid in named} & {"g-2", "r-1"}


def test_lists_give_without_any_id_what_an_act_can_be_about(schema: GraphQLSchema) -> None:
    found = [q.text for q in QuestionMaker(schema).lists(UNIVERSE)]
    assert any(text.startswith("requests(direction: INCOMING)") for text in found)
    assert any(text.startswith("requests(direction: OUTGOING)") for text in found)
    assert any(text.startswith("heldChecks") for text in found)
    assert not any("r-" in text for text in found)


def test_what_ends_a_record_is_done_last(schema: GraphQLSchema) -> None:
    names = [q.root_field for q in QuestionMaker(schema).acts(UNIVERSE)]
    first = names.index("retractLinks")
    assert set(names[first:]) == {"retractLinks", "narrowRecords", "retractRecords"}
    assert "placeHold" in names[:first]


def test_links_are_withdrawn_by_ids_of_links_its_own_and_hidden_ones(schema: GraphQLSchema) -> None:
    own, hidden = "l-" + "1" * 32, "l-" + "2" * 32
    maker, asked = QuestionMaker(schema), replace(UNIVERSE, own=IDS[:1], own_links=[own], hidden_links=[hidden])
    assert any(own in q.text for q in maker.acts(asked) if q.root_field == "retractLinks")
    [(one, other)] = [pair for pair in maker.probes(asked) if pair[0].root_field == "retractLinks"]
    assert hidden in one.text
    assert one.text.replace(hidden, IDS[9]) == other.text
    assert not any(hidden in q.text for q in maker.acts(asked))
