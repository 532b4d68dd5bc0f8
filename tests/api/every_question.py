"""Every question that a viewer can ask, with all fields, made from the schema.

A new field is asked for the day it appears.
"""

import asyncio
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)
from graphql import build_schema as parse_schema

from api.graphql import build_schema
from api.graphql.limits import MAX_COST, MAX_ROOTS, measure, parse_within_limits
from tests.api.asking import GRAPHQL_JSON, Desk

SCHEMA: GraphQLSchema = parse_schema(build_schema().as_str())

Answers = dict[str, bytes]


def selection(name: str, depth: int) -> str:
    """Return all fields of a type that need no argument, `depth` levels of objects deep."""
    found = SCHEMA.get_type(name)
    assert isinstance(found, GraphQLObjectType | GraphQLInterfaceType)
    parts = [text for text in (_field(found, field, depth) for field in found.fields) if text]
    if isinstance(found, GraphQLInterfaceType) and depth > 0:
        for kind in SCHEMA.get_possible_types(found):
            own = [_field(kind, field, 1) for field in kind.fields if field not in found.fields]
            parts.append(f"... on {kind.name} {{ {' '.join(own)} }}")
    return f"{{ __typename {' '.join(parts)} }}"


def _field(owner: GraphQLObjectType | GraphQLInterfaceType, field: str, depth: int) -> str:
    made = owner.fields[field]
    if any(is_required_argument(argument) for argument in made.args.values()):
        return ""
    inner = get_named_type(made.type)
    if is_leaf_type(inner):
        return field
    return f"{field} {selection(inner.name, depth - 1)}" if depth > 0 else ""


_BRIEF = "{ id kind redacted caption properties { name propertyClass values { raw value status type } } }"
_PAGE = "pageInfo { hasNextPage endCursor }"
# Whole records are asked for one by one; where many stand in one answer, `properties` holds the same values.
_FRAGMENTS = {
    "WholeRecord": f"on Record {selection('Record', 2)}",
    "SomeRecord": f"on Record {_BRIEF}",
    "SomeLink": f"on Link {selection('Link', 0)}",
    "SomePair": f"on Pair {selection('Pair', 0)}",
    "SomeAlert": f"on Alert {selection('Alert', 1)}",
    "SomeEntity": "on Entity { id kind caption records { id redacted } matches { ...SomePair } }",
    "WholeEntity": f"on Entity {{ ...SomeEntity records {{ ...SomeRecord }} originators {selection('Party', 0)} }}",
    "SomeNetwork": "on Network { truncated entities { ...SomeEntity } "
    "edges { type sourceId targetId links { ...SomeLink } } }",
    "SomeExplanation": "on Explanation { left { ...SomeRecord } right { ...SomeRecord } outcome weightBits nameAgrees "
    f"strongFeatures worth comparisons {selection('Comparison', 0)} }}",
    "SomePreview": "on JudgementPreview { changes before { ...SomeEntity } after { ...SomeEntity } }",
    "SomeHow": f"on How {{ entity {{ ...SomeEntity }} steps {selection('HowStep', 0)} }}",
    "SomeComparison": "on PairComparison { left { id } right { id } judgement together explanation { "
    f"...SomeExplanation }} judgements {selection('Judgement', 0)} properties {selection('ComparedProperty', 1)} }}",
    "SomeStationPath": "on StationPath { device { ...SomeEntity } stops { stationId observedAt locality country "
    "coordinates cell sighting { ...SomeRecord } } }",
    "SomeSiteHistory": "on SiteHistory { subject { ...SomeEntity } sites { ...SomeEntity } "
    f"names {selection('KnownNameOf', 0)} moves {{ sourceId targetId since links {{ ...SomeLink }} }} }}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Universe:
    """What there is to ask about: ids of what is in sight of somebody, hidden ids, pairs and words."""

    ids: Sequence[str]
    hidden: Sequence[str]
    pairs: Sequence[tuple[str, str]]
    words: Sequence[str]


def root_fields(universe: Universe) -> Iterator[str]:
    """Yield each question as the text of a root field."""
    yield f"viewer {selection('Viewer', 1)}"
    yield from _analysis(universe)
    for number, rid in enumerate(universe.ids):
        yield f'record(id: "{rid}") {{ ...WholeRecord }}'
        yield f'entity(id: "{rid}") {{ ...WholeEntity }}'
        if number % 3 == 0:
            yield f'network(id: "{rid}", depth: 3, limit: 12) {{ ...SomeNetwork }}'
        else:
            yield f'network(id: "{rid}", limit: {number % 4 + 1}) {{ ...SomeNetwork }}'
    yield from _hidden(universe.hidden)
    for number, (left, right) in enumerate(universe.pairs):
        yield f'whyMatched(left: "{left}", right: "{right}") {{ ...SomeExplanation }}'
        if number % 2:
            yield f'path(source: "{left}", target: "{right}") {{ ...SomeNetwork }}'
    for word in universe.words:
        found = f"{{ edges {{ cursor score node {{ ...SomeEntity }} }} {_PAGE} }}"
        yield f'search(text: "{word}", country: "TH", first: 30) {found}'
        yield f'search(text: "{word}", kind: PERSON, first: 2) {{ edges {{ cursor score node {{ id }} }} {_PAGE} }}'
    yield from _accountability()
    yield from _policies(universe)
    yield f"checkBudget {selection('CheckBudget', 0)}"
    for arguments in ("", "(openOnly: true)"):
        yield f"heldChecks{arguments} {selection('HeldCheck', 1)}"
    for direction in ("INCOMING", "OUTGOING"):
        found = f"edges {{ cursor node {selection('InformationRequest', 1)} }} {_PAGE}"
        yield f"requests(direction: {direction}, first: 30) {{ {found} }}"
        yield f"requests(direction: {direction}, openOnly: true, first: 1) {{ edges {{ cursor node {{ id }} }} {_PAGE} }}"
    for arguments in ("first: 50", "openOnly: true, first: 2"):
        yield f"alerts({arguments}) {{ edges {{ cursor node {{ ...SomeAlert }} }} {_PAGE} }}"
    for name, kind in (("protectionClaims", "ProtectionClaim"), ("protectionNotices", "ProtectionNotice")):
        yield f"{name}(first: 50) {{ edges {{ cursor node {selection(kind, 0)} }} {_PAGE} }}"
    for side in ("GIVEN", "RECEIVED"):
        yield f"grants(side: {side}, first: 50) {{ edges {{ cursor node {selection('Grant', 1)} }} {_PAGE} }}"
    for arguments in (
        "first: 25",
        "first: 1",
        "kind: PERSON, first: 2",
        "kind: SITE, first: 10",
        'agency: "kh-police"',
    ):
        yield f"reviewQueue({arguments}) {{ edges {{ cursor node {{ ...SomeExplanation }} }} {_PAGE} }}"


def _hidden(ids: Sequence[str]) -> Iterator[str]:
    for number, rid in enumerate(ids):
        yield f'record(id: "{rid}") {{ id }}'
        if number < 8:
            yield f'entity(id: "{rid}") {{ id }}'
            yield f'network(id: "{rid}") {{ truncated }}'


def _accountability() -> Iterator[str]:
    """Yield questions about recalls, dates and holds. An analyst is refused receipts, which grow with every question."""
    notice = f"{{ cursor node {selection('RecallNotice', 1)} }}"
    for arguments in ("first: 50", "openOnly: true, first: 1"):
        yield f"recalls({arguments}) {{ edges {notice} {_PAGE} }}"
    for arguments in ("first: 50", "outstandingOnly: true, first: 1"):
        yield f"issuedRecalls({arguments}) {{ edges {{ cursor node {selection('IssuedRecall', 2)} }} {_PAGE} }}"
    for arguments in ("", "(dueOnly: true)"):
        yield f"retentionSchedules{arguments} {selection('RetentionSchedule', 0)}"
    for arguments in ("", "(activeOnly: false)"):
        yield f"legalHolds{arguments} {selection('LegalHold', 0)}"


def _policies(universe: Universe) -> Iterator[str]:
    """Yield questions about why something is told; what policy officers ask is refused to these viewers."""
    for rid in [*universe.ids[::4], *universe.hidden[:4]]:
        yield f'policyExplanation(recordId: "{rid}") {selection("ReleaseExplanation", 1)}'


def _analysis(universe: Universe) -> Iterator[str]:
    for rid in universe.ids:
        yield f'how(id: "{rid}") {{ ...SomeHow }}'
        yield f'stationPath(id: "{rid}") {{ ...SomeStationPath }}'
        yield f'siteHistory(id: "{rid}") {{ ...SomeSiteHistory }}'
    for number, (left, right) in enumerate(universe.pairs[::3]):
        yield f'comparePair(left: "{left}", right: "{right}") {{ ...SomeComparison }}'
        value = "NEGATIVE" if number % 2 else "POSITIVE"
        yield f'judgementPreview(left: "{left}", right: "{right}", value: {value}) {{ ...SomePreview }}'


def _mistakes(universe: Universe) -> Iterator[str]:
    for rid in universe.ids[:2]:
        yield f'reviewQueue(after: "{rid}") {{ edges {{ cursor }} }}'
        yield f'network(id: "{rid}", depth: 9) {{ truncated }}'
        yield f'receipts(recordId: "{rid}") {{ edges {{ cursor node {selection("Receipt", 2)} }} {_PAGE} }}'
        who = '{agency: "kh-police", purpose: "investigation", roles: ["analyst"]}'
        found = selection("ReleaseExplanation", 1)
        yield f'releaseExplanation(recordId: "{rid}", viewer: {who}) {found}'
        yield f'falloutReport(recordId: "{rid}") {selection("FalloutReport", 1)}'
    yield 'search(text: "a", after: "x") { edges { cursor } }'
    yield f"releaseMatrix {selection('ReleaseMatrixRow', 0)}"
    yield f"policyCalendar(days: 30) {selection('PolicyCalendarEntry', 0)}"
    yield f"policyGaps {selection('PolicyGap', 1)}"
    yield f'simulatePolicy(pack: "") {selection("PolicySimulation", 1)}'
    yield "alerts(first: 0) { edges { cursor } }"


def documents(universe: Universe, *, mistakes: bool = True) -> list[str]:
    """Return the questions in as few documents as the limits allow, questions of one form together."""
    found: list[str] = []
    batch: list[str] = []
    used = cost = 0
    for number, text in enumerate(sorted(root_fields(universe), key=lambda t: t.split("(")[0])):
        field = f"q{number}: {text}"
        own = _cost(field)
        if batch and (cost + own > MAX_COST or used == MAX_ROOTS):
            found.append(_document(batch))
            batch, used, cost = [], 0, 0
        batch.append(field)
        used, cost = used + 1, cost + own
    # Fields that fail take the whole answer with them: each stands alone.
    alone = [_document([f"q: {text}"]) for text in _mistakes(universe)] if mistakes else []
    return [*found, _document(batch), *alone]


@lru_cache(maxsize=4096)
def _cost(field: str) -> int:
    return measure(parse_within_limits(_document([field])), None, {}).cost


def _document(fields: Sequence[str]) -> str:
    text = f"{{ {' '.join(fields)} }}"
    wanted: dict[str, None] = {}
    waiting = re.findall(r"\.\.\.(\w+)", text)
    while waiting:
        name = waiting.pop()
        if name not in wanted and name in _FRAGMENTS:
            wanted[name] = None
            waiting += re.findall(r"\.\.\.(\w+)", _FRAGMENTS[name])
    return " ".join([text, *(f"fragment {name} {_FRAGMENTS[name]}" for name in sorted(wanted))])


def answers(desk: Desk, tokens: Mapping[str, str], texts: Iterable[str]) -> Answers:
    """Return what each viewer is answered to each document: the bytes of the body."""
    return desk.world.run(_answers(desk, tokens, list(texts)))  # type: ignore[no-any-return]  # the world's `run` is untyped


async def _answers(desk: Desk, tokens: Mapping[str, str], texts: Sequence[str]) -> Answers:
    gate = asyncio.Semaphore(8)

    async def one(viewer: str, number: int) -> tuple[str, bytes]:
        async with gate:
            headers = {"authorization": f"Bearer {tokens[viewer]}", "accept": GRAPHQL_JSON}
            response = await desk.send(json={"query": texts[number]}, headers=headers)
            assert b"DOCUMENT_REFUSED" not in response.content, response.text[:300]
            assert b"INTERNAL_SERVER_ERROR" not in response.content, response.text[:300]
            assert response.status_code == 200, response.text[:500]
            return f"{viewer} {number}", response.content

    work = [one(viewer, number) for viewer, number in itertools.product(tokens, range(len(texts)))]
    return dict(await asyncio.gather(*work))


def differences(before: Answers, after: Answers) -> list[str]:
    """Return what changed, shortly: the first place of each answer where the bytes part."""
    assert before.keys() == after.keys()
    found = []
    for name, one in before.items():
        other = after[name]
        if one != other:
            at = next(i for i, (a, b) in enumerate(itertools.zip_longest(one, other)) if a != b)
            found.append(
                f"{name} at {at}: {one[max(0, at - 80) : at + 80]!r} became {other[max(0, at - 80) : at + 80]!r}"
            )
    return found
