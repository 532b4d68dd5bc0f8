"""What a grant lets its grantee pass on is in a projection, and carries the grant's conditions."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.bloom import ProjectionReport, Projector
from api.bootstrap import Application
from api.grants.orders import GrantOrder
from graph import PropertyClass
from graph.grants import Condition, Grantee
from graph.store import Store, StoreLease
from policies import PreparedBundle, load_bundle
from tests.api.bloom.bloom_bench import KH_POLICE, MY_POLICE, Bench, Filing
from tests.policies.edited_bundles import copied_bundle
from tests.world import empty_store, settings_in

# Content by grant alone, and what is granted may be passed on.
PROFILE = """
by-grant: {title: T, tlp: AMBER, caveats: [ORCON], purposes: [investigation], hit_mode: both-notified, link_notice: false}
"""


@pytest.fixture
def bench(neo4j_lease: StoreLease, target_lease: StoreLease, tmp_path: Path) -> Iterator[Bench]:
    """Yield both stores, empty."""
    empty_store(neo4j_lease)
    found = Bench(settings_in(tmp_path), neo4j_lease, target_lease)
    found.clear_target()
    yield found
    found.close()


@pytest.mark.long
def test_granted_record_and_link_carry_the_conditions_of_the_grant(bench: Bench, tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    with (folder / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(PROFILE)
    bundle = PreparedBundle.of(load_bundle(folder))

    async def work(app: Application, target: Store) -> ProjectionReport:
        app.scopes.activate(bundle)
        filing = Filing(app, "kh-police", "by-grant").record("p", "Person", name="Kraisorn Pattanakit")
        filing.record("n", "PhoneNumber", number="+85512345678").link("USES", "p", "n", note="seen on his desk")
        await app.writer.write(filing.case.batch)
        await app.settle()
        order = GrantOrder(
            grantee=Grantee(agency=MY_POLICE.agency),
            classes=frozenset({PropertyClass.IDENTITY}),
            purpose="investigation",
            reason="asked for in M-1",
            ends=datetime.now(UTC) + timedelta(days=1),
            records=tuple(r.id for r in filing.case.records.values()),
            links_among=True,
            onward=True,
            conditions=(Condition.H1, Condition.H3),
            other_restrictions="not to the press",
        )
        assert await app.grants.give(KH_POLICE, await app.scope_for(KH_POLICE), order) is not None
        return await Projector(app, MY_POLICE, target).project(perspective=None)

    report = bench.run(work)
    assert (report.records, report.links, report.withheld) == (2, 1, 0)
    handling = ["H1", "H3: not to the press"]
    assert {tuple(r["handling"]) for r in bench.graph().labelled("Record").values()} == {tuple(handling)}
    assert [link["properties"] for link in bench.graph().typed("USES")] == [
        {
            "originator": "kh-police", "profile": "by-grant", "tlp": "AMBER", "caveats": ["ORCON"],
            "purposes": ["investigation"], "handling": handling, "redacted": ["narrative", "source"],
        }
    ]  # fmt: skip
