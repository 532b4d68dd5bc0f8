"""The phrases that follow money: nearest first, forward in time, and bounded where an account has very many payments.

The graphs are written as a projection writes them, without one: a hub of 6,000 payments takes minutes to file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph import load_ontology
from graph.store import SearchPhrase, StoreLease, search_phrases
from graph.store.bloom.phrases import SEARCH_INDEX, SEARCHED
from tests.api.bloom.bloom_bench import Bench
from tests.world import settings_in

Transfer = tuple[str, str, str | None]

_WALLETS = "UNWIND $names AS name CREATE (:Entity:Wallet {id: name, caption: name, names: [name]})"
_PAYMENTS = """
UNWIND $rows AS row
MATCH (a:Wallet {caption: row[0]}) MATCH (b:Wallet {caption: row[1]})
CREATE (a)-[:TRANSFERRED_TO]->(:Entity:Payment {id: row[3], caption: row[3], names: [], paidAt: datetime(row[2])})
  -[:TRANSFERRED_TO]->(b)
"""
_STRAIGHT = """
UNWIND $rows AS row
MATCH (a:Wallet {caption: row[0]}) MATCH (b:Wallet {caption: row[1]}) CREATE (a)-[:TRANSFERRED_TO]->(b)
"""


@pytest.fixture
def bench(target_lease: StoreLease, tmp_path: Path) -> Iterator[Bench]:
    """Yield a bench of which only the target is used, empty."""
    found = Bench(settings_in(tmp_path), target_lease, target_lease)
    found.clear_target()
    # As a projection makes it; one that finds it with other labels makes it anew.
    found.on_target(
        f"CREATE FULLTEXT INDEX {SEARCH_INDEX} IF NOT EXISTS FOR (n:Wallet|Payment) ON EACH "
        f"[{', '.join(f'n.{key}' for key in SEARCHED)}]"
    )
    found.on_target("CALL db.awaitIndexes(60)")
    yield found
    found.close()


def phrase() -> SearchPhrase:
    return next(p for p in search_phrases(load_ontology(), {"Wallet"}) if p.text == "follow the money from $wallet")


def transfer(bench: Bench, *transfers: Transfer) -> None:
    """Write transfers through a payment, whose id is `a>b`."""
    names = sorted({name for a, b, _ in transfers for name in (a, b)})
    known = {row["name"] for row in bench.on_target("MATCH (w:Wallet) RETURN w.caption AS name")}
    bench.on_target("CREATE INDEX money IF NOT EXISTS FOR (w:Wallet) ON (w.caption)")
    bench.on_target("CALL db.awaitIndexes(60)")
    bench.on_target(_WALLETS, names=[n for n in names if n not in known])
    rows = [[a, b, at, f"{a}>{b}" if n < 100 else f"{a}>{b} {n}"] for n, (a, b, at) in enumerate(transfers)]
    for start in range(0, len(rows), 2000):
        bench.on_target(_PAYMENTS, rows=rows[start : start + 2000])


def follow(bench: Bench, start: str) -> list[str]:
    """Return the paths of an answer as texts, in its order: a payment between two wallets, or two wallets."""
    rows = bench.on_target(phrase().cypher, wallet=start)
    return [" ".join(_captions(row["path"])) for row in rows]


def _captions(path: Any) -> list[str]:
    nodes = path if isinstance(path, list) else [path]
    return [n["caption"] for n in nodes if isinstance(n, dict)]


def chain(length: int) -> list[Transfer]:
    return [(f"w{n}", f"w{n + 1}", f"2026-01-{n + 1:02}T00:00:00Z") for n in range(length)]


@pytest.mark.long
def test_six_movements_are_followed_though_each_takes_two_relationships(bench: Bench) -> None:
    transfer(bench, *chain(8))
    assert follow(bench, "w0") == ["w0", *(f"w{n} w{n}>w{n + 1} w{n + 1}" for n in range(6))]


@pytest.mark.long
def test_transfer_without_a_payment_is_one_movement(bench: Bench) -> None:
    transfer(bench, ("a", "b", "2026-01-02T00:00:00Z"), ("c", "d", "2026-01-01T00:00:00Z"), ("c", "e", None))
    bench.on_target(_STRAIGHT, rows=[["b", "c"]])
    assert follow(bench, "a") == ["a", "a a>b b", "b c", "c c>e e"]


@pytest.mark.long
def test_money_is_never_followed_to_a_payment_before_its_own(bench: Bench) -> None:
    transfer(
        bench,
        ("a", "b", "2026-05-05T10:00:00Z"),
        ("b", "early", "2026-05-05T09:59:59Z"),
        ("b", "same", "2026-05-05T10:00:00Z"),
        ("b", "late", "2026-05-06T00:00:00Z"),
        ("b", "undated", None),
        ("undated", "before", "2026-05-01T00:00:00Z"),
    )
    assert follow(bench, "a") == ["a", "a a>b b", "b b>same same", "b b>undated undated", "b b>late late"]


@pytest.mark.long
def test_account_that_money_reaches_sooner_by_a_longer_way_is_followed_from_then(bench: Bench) -> None:
    transfer(
        bench,
        ("a", "c", "2026-03-01T00:00:00Z"),
        ("a", "b", "2026-01-01T00:00:00Z"),
        ("b", "c", "2026-01-02T00:00:00Z"),
        ("c", "d", "2026-01-03T00:00:00Z"),
    )
    assert follow(bench, "a") == ["a", "a a>b b", "a a>c c", "b b>c c", "c c>d d"]


def test_circle_ends(bench: Bench) -> None:
    transfer(bench, ("a", "b", "2026-01-01T00:00:00Z"), ("b", "a", "2026-01-02T00:00:00Z"))
    assert follow(bench, "a") == ["a", "a a>b b", "b b>a a"]


def test_payment_without_a_receiver_ends_a_chain(bench: Bench) -> None:
    transfer(bench, ("a", "b", "2026-01-01T00:00:00Z"))
    bench.on_target(
        "MATCH (w:Wallet {caption: 'b'}) CREATE (w)-[:TRANSFERRED_TO]->(:Entity:Payment {id: 'p', caption: 'p'})"
    )
    assert follow(bench, "a") == ["a", "a a>b b", "b p"]


@pytest.mark.long
@pytest.mark.parametrize("start", ["start", "hub"])
def test_hub_of_6000_payments_hides_nobody_nearer(bench: Bench, start: str) -> None:
    near = [("start", "hub", "2026-01-01T00:00:00Z"), ("start", "direct", "2026-01-05T00:00:00Z")]
    spread = [("hub", f"r{n % 3000}", f"2026-02-{1 + n % 28:02}T{n // 28 % 24:02}:00:00Z") for n in range(6000)]
    onward = [(f"r{n}", f"r{7 * n % 3000}", "2026-03-01T00:00:00Z") for n in range(3000)]
    transfer(bench, *near, *spread, *onward)
    found = follow(bench, start)
    if start == "start":
        assert found[:3] == ["start", "start start>hub hub", "start start>direct direct"]
    receivers = {path.split()[-1] for path in found if path.startswith("hub ")}
    assert len(receivers) == {"start": 40, "hub": 100}[start]
    assert len(found) <= 500
