"""The search phrases of a Bloom perspective: a question in words, and the statement that answers it on a projection.

Bloom passes a phrase's parameters by their own names, unlike the templates of the shared store. No phrase holds a value
of the data: Bloom keeps perspectives where others may read them.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from graph.ontology import Ontology
from graph.store.cypher import Access, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseParameter:
    """A parameter, and the label and property whose values Bloom suggests for it.

    `among` is a predicate of `n` that holds for what has an answer, `behind` a pattern that leads to `n` from what
    stands for an earlier parameter, which is read as `$p.name`, and `beside` are clauses that find an `n` in place of
    both; a phrase is tried with such.

    INVARIANT: what finds an `n` goes along each relationship a fixed number of times. From each of a hub's neighbours
    to all others is the square of them.
    """

    name: str
    label: str
    key: str = "caption"
    among: str = "true"
    behind: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPhrase:
    """A question with its statement. `needs`: kinds without which the question is not worth asking."""

    text: str
    description: str
    cypher: str
    parameters: tuple[PhraseParameter, ...] = ()
    needs: frozenset[str] = frozenset()


_ANY = "Entity"
SEARCH_INDEX = "benang_bloom_names"
SEARCHED = ("caption", "names", "identifiers")
LARGEST_ANSWER = 500
PHRASE_ATTEMPTS = 40

MOVEMENTS = 6
# How much of the money is followed, so that an account with very many payments cannot hold up the store: the receivers
# at one step, the payments read of one account, and those shown between the same two. The beginning is read whole.
_PAIRS_AT_START = 100
_PAIRS = 40
_PAYMENTS_READ_AT_START = 20_000
_PAYMENTS_READ = 2_000
_PAYMENTS_SHOWN = 3


def search_phrases(ontology: Ontology, kinds: Collection[str]) -> list[SearchPhrase]:
    """Return the phrases that make sense for a projection in which these kinds occur."""
    links = "|".join(ontology.links)
    known = [*_about_sites(links), *_about_selectors(), *_about_links(links), *_about_agencies(links)]
    return [p for p in known if p.needs <= set(kinds)]


def as_statement(phrase: SearchPhrase) -> Template:
    """Return a phrase as a template: the same text, its parameters read from the one map that templates take."""
    name = "phrase_" + re.sub(r"\W+", "_", phrase.text).strip("_")
    return Template(name=name, access=Access.SYSTEM, text=re.sub(r"\$(\w+)", r"$p.\1", phrase.cypher))


def as_suggestion(parameter: PhraseParameter) -> Template:
    """Return the statement that finds a value which Bloom would suggest; `$p.skip` passes over some.

    Beside it the statement reads the values of earlier parameters, where it leads from them.
    """
    known = f"n.{parameter.key} > ''"
    whole = f"MATCH {parameter.behind}(n:{parameter.label}) WHERE {known} AND {parameter.among}"
    return Template(
        name=f"suggest_{parameter.label.lower()}",
        access=Access.SYSTEM,
        text=f"{f'{parameter.beside} WITH n WHERE {known}' if parameter.beside else whole} "
        f"RETURN n.{parameter.key} AS value ORDER BY n.{parameter.key} SKIP $p.skip LIMIT 1",
    )


def _found(variable: str, label: str, parameter: str) -> str:
    """Return the clause that finds what is called so, in any of its scripts and spellings, whatever the capitals.

    Both ways are indexed. The full-text index finds more than the name as a whole, so that is compared again; what it
    cannot split into words, as a caption of signs alone, is found by its caption. A quotation mark or backslash would
    end the quoted name, and is no part of a word.
    """
    words = f"'\"' + replace(replace(${parameter}, '\\\\', ' '), '\"', ' ') + '\"'"
    return (
        f"CALL () {{\n  MATCH ({variable}:{label}) WHERE {variable}.caption = ${parameter} RETURN {variable}\n  UNION\n"
        f"  CALL db.index.fulltext.queryNodes('{SEARCH_INDEX}', {words}) YIELD node AS {variable}\n"
        f"  WITH {variable} WHERE {variable}:{label} AND any(name IN {variable}.names + {variable}.identifiers "
        f"WHERE toLower(name) = toLower(${parameter}))\n  RETURN {variable}\n}}\n"
    )


def _in_turn(pattern: str) -> str:
    """Return the branch of a subquery that numbers the paths of one sort.

    Who orders by `place` draws several sorts in turn. Paths of two sorts in one row would be multiplied, and the limit
    would then leave out a part of both where each by itself has room.
    """
    return (
        f"MATCH path = {pattern}\n  WITH path LIMIT {LARGEST_ANSWER}\n"
        "  WITH collect(path) AS paths UNWIND range(0, size(paths) - 1) AS place\n"
        "  RETURN place, paths[place] AS path"
    )


def _each_in_turn(variable: str, *patterns: str) -> str:
    """Return what draws the paths of several sorts at one thing, the first of each sort before the second of any."""
    branches = "\n  UNION ALL\n  ".join(_in_turn(pattern) for pattern in patterns)
    return f"CALL ({variable}) {{\n  {branches}\n}}\nRETURN path ORDER BY place LIMIT {LARGEST_ANSWER}"


def _within_two(variable: str, links: str, label: str) -> str:
    """Return what draws the things of a kind within two links: those at one link first.

    Of those behind a neighbour the first of each neighbour come before the second of any: one with very many hides no
    other's.
    """
    far = _in_turn(f"({variable})-[:{links}]-(via)-[:{links}]-(:{label})")
    return (
        f"CALL ({variable}) {{\n  MATCH path = ({variable})-[:{links}]-(:{label})\n"
        f"  RETURN 1 AS links, 0 AS place, path LIMIT {LARGEST_ANSWER}\n  UNION ALL\n"
        f"  MATCH ({variable})-[:{links}]-(via:{_ANY})\n  WITH DISTINCT via\n"
        f"  CALL ({variable}, via) {{\n  {far}\n  }}\n"
        f"  RETURN 2 AS links, place, path ORDER BY place LIMIT {LARGEST_ANSWER}\n}}\n"
        f"RETURN path ORDER BY links, place LIMIT {LARGEST_ANSWER}"
    )


def _beside(label: str, links: str, other: str) -> str:
    """Return the clauses that find things of a kind within two links of another kind's, by what stands beside them.

    The kinds differ. The few that a phrase is tried with are found beside as few.
    """
    return (
        f"MATCH (:{label})-[:{links}]-(via:{_ANY}) WITH DISTINCT via "
        f"WHERE via:{other} OR EXISTS {{ (via)-[:{links}]-(:{other}) }} WITH via LIMIT {PHRASE_ATTEMPTS} "
        f"MATCH (via)-[:{links}]-(n:{label}) WITH DISTINCT n"
    )


def _about_sites(links: str) -> list[SearchPhrase]:
    site = PhraseParameter(name="site", label="Site")
    return [
        SearchPhrase(
            text="people around $site",
            description="Persons within two links of a site, and how they hang together with it",
            parameters=(replace(site, beside=_beside("Site", links, "Person")),),
            needs=frozenset({"Site", "Person"}),
            cypher=_found("s", "Site", "site") + _within_two("s", links, "Person"),
        ),
        SearchPhrase(
            text="compounds and where they moved",
            description="Scam compounds, and the sites that any compound or organisation moved from and to",
            needs=frozenset({"Site"}),
            cypher="MATCH (s:Site)\nWHERE s.siteType = 'scam-compound' OR 'scam-compound' IN s.otherSiteType "
            "OR EXISTS { (s)-[:MOVED_TO]-() }\n"
            "OPTIONAL MATCH path = (s)-[:MOVED_TO]->(:Site)\n"
            f"RETURN s, path ORDER BY path IS NULL LIMIT {LARGEST_ANSWER}",
        ),
        SearchPhrase(
            text="what is advertised for $site",
            description="Advertisements, pages and accounts that lead to a site, by which way, with their contacts",
            parameters=(site,),
            needs=frozenset({"Site", "JobAdvertisement"}),
            cypher=_found("s", "Site", "site") + _ADVERTISED,
        ),
    ]


# What leads to a site: an advertisement of it, of an organisation that has to do with it, one that recruited somebody
# who was held there, or whose place of work names it. Names of up to three signs stand in too many words. All of them
# come before their contacts.
_ADVERTISED = f"""CALL (s) {{
  MATCH path = (s)<-[:ADVERTISES|LOCATED_AT]-(a:JobAdvertisement|WebResource|OnlineAccount) RETURN a, path, 1 AS way
  UNION
  MATCH path = (s)-[:OWNS|CONTROLS|RELATED_TO|LOCATED_AT]-(:Organization)<-[:ADVERTISES]-(a) RETURN a, path, 2 AS way
  UNION
  MATCH path = (s)<-[:HELD_AT]-(:Person)<-[:RECRUITED]-(a:JobAdvertisement) RETURN a, path, 3 AS way
  UNION
  MATCH path = (a:JobAdvertisement)
  WHERE any(place IN [a.workplace] + coalesce(a.otherWorkplace, [])
    WHERE any(name IN s.names WHERE size(name) > 3 AND toLower(place) CONTAINS toLower(name)))
  RETURN a, path, 4 AS way
}}
WITH s, a, path AS lead, way ORDER BY way LIMIT {LARGEST_ANSWER}
CALL (a, lead) {{
  RETURN 0 AS place, lead AS drawn
  UNION ALL
  CALL (a) {{
  {_in_turn("(a)<-[:CONTACT_IN]-()")}
  }}
  RETURN place + 1 AS place, path AS drawn
}}
RETURN s, drawn ORDER BY place, way LIMIT {LARGEST_ANSWER}"""


def _about_selectors() -> list[SearchPhrase]:
    number = PhraseParameter(name="number", label="PhoneNumber")
    wallet = PhraseParameter(name="wallet", label="Wallet")
    account = PhraseParameter(name="account", label="BankAccount")
    return [
        SearchPhrase(
            text="who uses $number",
            description="Who uses, owns or controls a phone number, and where it is given as a contact",
            parameters=(number,),
            needs=frozenset({"PhoneNumber"}),
            cypher=_found("n", "PhoneNumber", "number")
            + _each_in_turn("n", "(n)", "(n)<-[:USES|OWNS|CONTROLS]-()", "(n)-[:CONTACT_IN]->()"),
        ),
        SearchPhrase(
            text="follow the money from $wallet",
            description="Up to six movements of money onward from a wallet, and who holds what it reaches",
            parameters=(wallet,),
            needs=frozenset({"Wallet"}),
            cypher=_money("Wallet", "wallet"),
        ),
        SearchPhrase(
            text="follow the money from account $account",
            description="Up to six movements of money onward from a bank account, and who holds what it reaches",
            parameters=(account,),
            needs=frozenset({"BankAccount"}),
            cypher=_money("BankAccount", "account"),
        ),
    ]


def _money(label: str, parameter: str) -> str:
    """Return the statement that follows money onward, nearest first and forward in time.

    It walks breadth first, by hand: a path pattern cannot compare a payment with the one before, and goes to the bottom
    of a hub before it looks at its neighbour. `legs` are the movements met so far.
    """
    bounds = [(_PAYMENTS_READ_AT_START, _PAIRS_AT_START), *[(_PAYMENTS_READ, _PAIRS)] * (MOVEMENTS - 1)]
    steps = "".join(_movement(step, *bound) for step, bound in enumerate(bounds, start=1))
    return (
        f"{_found('w', label, parameter)}"
        "WITH collect({step: 0, to: w, at: NULL, payments: [NULL], isNew: true}) AS legs\n"
        f"{steps}"
        "UNWIND legs AS leg\nUNWIND leg.payments AS payment\n"
        "WITH leg.step AS step, leg.at AS at, leg.source AS source, payment, leg.to AS reached\n"
        "OPTIONAL MATCH direct = (source)-[:TRANSFERRED_TO]->(reached) WHERE payment IS NULL\n"
        "OPTIONAL MATCH paid = (source)-[:TRANSFERRED_TO]->(payment)-[:TRANSFERRED_TO]->(reached)\n"
        "WITH step, at, reached, coalesce(paid, direct, reached) AS path ORDER BY step, at, reached.id LIMIT 500\n"
        "OPTIONAL MATCH holder = (reached)<-[:USES|OWNS|CONTROLS]-()\n"
        "RETURN path, holder ORDER BY step, at, reached.id LIMIT 500"
    )


def _movement(step: int, payments: int, pairs: int) -> str:
    """Return the part that takes one step onward: through a payment, or straight to the next account.

    A payment of which no receiver is known ends a chain. Whoever is met again is followed anew only where the money
    comes sooner than before. No row holds more than a few nodes: each would count all of `legs` against the memory of
    the transaction.
    """
    return f"""CALL (legs) {{
  UNWIND [l IN legs WHERE l.step = {step - 1} AND l.isNew] AS l
  WITH l.to AS source, CASE WHEN count(l.at) = count(*) THEN min(l.at) END AS since
  RETURN collect({{source: source, since: since}}) AS frontier
}}
CALL (legs, frontier) {{
  UNWIND frontier AS f
  CALL (f) {{
    WITH f.source AS source, f.since AS since
    MATCH (source)-[:TRANSFERRED_TO]->(x)
    WHERE since IS NULL OR x.paidAt IS NULL OR x.paidAt >= since
    WITH since, x LIMIT {payments}
    OPTIONAL MATCH (x)-[:TRANSFERRED_TO]->(y) WHERE x:Payment
    WITH coalesce(y, x) AS to, CASE WHEN y IS NOT NULL THEN x END AS payment, coalesce(x.paidAt, since) AS at
    WITH to, min([at, payment]) AS first, collect(payment)[..{_PAYMENTS_SHOWN}] AS some
    RETURN to, first[0] AS at, [first[1]] + [p IN some WHERE p <> first[1]][..{_PAYMENTS_SHOWN - 1}] AS payments
  }}
  WITH f.source AS source, to, at, payments,
    NOT any(l IN legs WHERE l.to = to AND coalesce(l.at <= at, l.at IS NULL)) AS isNew
  ORDER BY isNew DESC, at, to.id LIMIT {pairs}
  RETURN collect({{step: {step}, source: source, to: to, at: at, payments: payments, isNew: isNew}}) AS found
}}
WITH legs + found AS legs
"""


def _about_links(links: str) -> list[SearchPhrase]:
    return [
        SearchPhrase(
            text="shortest path between $a and $b",
            description="The shortest chains of links between two things, at most eight links",
            parameters=(
                PhraseParameter(name="a", label=_ANY, among=f"EXISTS {{ (n)-[:{links}]-(:{_ANY}) }}"),
                PhraseParameter(name="b", label=_ANY, behind=f"(:{_ANY} {{caption: $p.a}})-[:{links}]-"),
            ),
            cypher=f"{_found('a', _ANY, 'a')}{_found('b', _ANY, 'b')}WITH a, b WHERE a <> b\n"
            f"MATCH path = allShortestPaths((a)-[:{links}*1..8]-(b))\nRETURN path LIMIT 50",
        ),
        SearchPhrase(
            text="everything about $name",
            description="A thing, each agency's record of it, and what it is linked to",
            parameters=(PhraseParameter(name="name", label=_ANY),),
            cypher=_found("e", _ANY, "name") + _each_in_turn("e", "(e)<-[:DESCRIBES]-()", f"(e)-[:{links}]-()"),
        ),
    ]


# Each resemblance comes before the pairs of records behind any of them.
_RESEMBLING = f"""CALL (e) {{
  MATCH path = (e)-[:MAY_BE_SAME_AS]-(:Entity) RETURN 0 AS place, path LIMIT {LARGEST_ANSWER}
  UNION ALL
  MATCH (e)-[:MAY_BE_SAME_AS]-(o:Entity)
  WITH DISTINCT o
  CALL (e, o) {{
  {_in_turn("(e)<-[:DESCRIBES]-(:Record)-[:MATCHES]-(:Record)-[:DESCRIBES]->(o)")}
  }}
  RETURN place + 1 AS place, path ORDER BY place LIMIT {LARGEST_ANSWER}
}}
RETURN path ORDER BY place LIMIT {LARGEST_ANSWER}"""


def _about_agencies(links: str) -> list[SearchPhrase]:
    """Return what asks how agencies' records of a thing meet, and what agencies did about it."""
    name = PhraseParameter(name="name", label=_ANY)
    thing = _found("e", _ANY, "name")
    return [
        SearchPhrase(
            text="who may be the same as $name",
            description="Things that resemble it without being joined, by which records: for a human to judge",
            parameters=(replace(name, among="EXISTS { (n)-[:MAY_BE_SAME_AS]-() }"),),
            cypher=f"{thing}{_RESEMBLING}",
        ),
        SearchPhrase(
            text="measures taken on $name",
            description="Freezes, seizures, arrests, rescues and referrals within two links",
            # Where there is a measure within two links of anything, there is one within one link of something.
            parameters=(replace(name, beside=f"MATCH (:Measure)-[:{links}]-(n:{_ANY}) WITH DISTINCT n"),),
            needs=frozenset({"Measure"}),
            cypher=thing + _within_two("e", links, "Measure"),
        ),
        SearchPhrase(
            text="things that several agencies know",
            description="What records of more than one agency describe, with those records",
            cypher="MATCH (e:Entity) WHERE size(e.originators) > 1\n"
            f"MATCH path = (e)<-[:DESCRIBES]-()\nRETURN path LIMIT {LARGEST_ANSWER}",
        ),
    ]
