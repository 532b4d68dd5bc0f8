"""What a copy for Bloom holds by a grant alone is recalled from it: its receipt names each grant and its classes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from api.bloom import Projector
from graph.store import StoreLease, connected
from policies import PreparedBundle, load_bundle
from tests.api.asking import Desk
from tests.policies.edited_bundles import copied_bundle
from tests.world import link, record, viewer

# Content by grant alone, and what is granted may be passed on.
PROFILE = """
by-grant: {title: T, tlp: AMBER, caveats: [ORCON], purposes: [investigation], hit_mode: both-notified, link_notice: false}
"""
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"
LINKS = "query($id: ID!) { record(id: $id) { links { id } } }"
RETRACT = 'mutation($ids: [ID!]!) { retractLinks(input: {ids: $ids, reason: "of a namesake"}) { done } }'
RECEIPTS = """{ receipts(first: 20) { edges { node { agency { code }
  disclosures { exposure grant classes recordIds } } } } }"""
RECALLS = "{ recalls(first: 20) { edges { node { recordId link { id } form operation } } } }"


def give(desk: Desk, records: list[str], *classes: str, links: bool = False) -> str:
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    order: dict[str, Any] = {
        "agency": "my-police",
        "classes": classes,
        "purpose": "investigation",
        "reason": "asked",
        "until": until,
    }
    order |= {"records": records, "linksAmong": links, "onward": True}
    given = desk.data(GIVE, token=desk.world.token("kh-police"), input=order)["grant"]
    assert given["userErrors"] == []
    return str(given["grant"]["id"])


def project(desk: Desk, lease: StoreLease, agency: str) -> None:
    async def work() -> None:
        async with connected(
            uri=lease.uri, username=lease.username, password=lease.password, database=lease.database
        ) as target:
            await Projector(desk.world.app, viewer(agency), target).project(perspective=None)

    desk.world.run(work())


def receipts(desk: Desk) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Return what receipts tell of copies that my-police took: exposure, grant, classes and records."""
    found = desk.data(RECEIPTS, token=desk.world.token("kh-police", "duty-officer"))["receipts"]["edges"]
    return sorted(
        (d["exposure"], d["grant"], tuple(sorted(d["classes"])), tuple(sorted(d["recordIds"])))
        for edge in found
        if edge["node"]["agency"]["code"] == "my-police"
        for d in edge["node"]["disclosures"]
    )


def recalls(desk: Desk) -> list[Any]:
    found = desk.data(RECALLS, token=desk.world.token("my-police"))["recalls"]["edges"]
    return [edge["node"] for edge in found]


def test_what_grants_alone_showed_in_a_copy_is_recalled_from_it(
    desk: Desk, target_lease: StoreLease, tmp_path: Path
) -> None:
    world = desk.world
    folder = copied_bundle(tmp_path)
    with (folder / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(PROFILE)
    world.app.scopes.activate(PreparedBundle.of(load_bundle(folder)))

    def person(passport: str) -> Any:
        who = {"name": "Kraisorn Pattanakit", "nationality": "TH", "role": "suspect"}
        return record("Person", "p", passportNumber=passport, **who)

    phone = record("PhoneNumber", "n", number="+85512345678")
    p, n, *_ = map(str, world.file("kh-police", person("AA1234567"), phone, link("USES", "p", "n"), profile="by-grant"))
    alone = give(desk, [p], "IDENTITY")
    both = give(desk, [p, n], "IDENTITY", "CONTACT", links=True)
    project(desk, target_lease, "my-police")

    assert receipts(desk) == sorted(
        [
            ("EXPORTED", alone, ("IDENTITY",), (p,)),
            ("EXPORTED", both, ("CONTACT", "IDENTITY"), (p,)),
            ("EXPORTED", both, ("CONTACT",), (n,)),
        ]
    )

    own = world.token("kh-police")
    [standing] = desk.data(LINKS, token=own, id=p)["record"]["links"]
    assert desk.data(RETRACT, token=own, ids=[standing["id"]])["retractLinks"]["done"]
    world.file("kh-police", person("AC0000111"), profile="by-grant")
    world.settle()

    told = [(node["recordId"], node["link"], node["form"], node["operation"]) for node in recalls(desk)]
    export = ("EXPORT", "bloom projection")
    assert sorted(told, key=str) == sorted([(None, standing, *export), (p, None, *export)], key=str)
