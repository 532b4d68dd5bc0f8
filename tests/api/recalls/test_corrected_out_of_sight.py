"""What came after somebody was shown a record is corrected without their hearing of it; what they were shown is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.store import Access, Template
from policies import PreparedBundle, load_bundle
from tests.api.asking import Desk
from tests.api.grants.test_grants import GIVE
from tests.api.recalling import NARROW, RECALLS, token
from tests.api.recalls.test_corrections import WHOLE, issued, told
from tests.api.sealing import VICTIM
from tests.policies.edited_bundles import NOBODY, THAI_PACK, copied_bundle, edit
from tests.world import World, record

REVOKE = "mutation($id: ID!) { revokeGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"
SEEN, LATER, LAST = "seen at the border", "lives with her aunt", "moved to the shelter"
LAW, CLOSED = "law-enforcement", "originator-controlled"
NOW_CLOSED = {"sealed": LAW, "filed as a victim": LAW, "narrowed": CLOSED, "grant ended": CLOSED, "policy": LAW}


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def file(desk: Desk, *notes: str, profile: str = LAW, role: str = "suspect") -> str:
    [rid] = desk.world.file("th-police", record("Person", "p", role=role, notes=notes, **VICTIM), profile=profile)
    follow(desk)
    return str(rid)


def follow(desk: Desk) -> None:
    desk.world.settle()
    desk.world.run(desk.world.app.accountability.step())


def seen(desk: Desk, rid: str) -> str:
    """Return every byte that the police of Cambodia read of the record and of its recalls."""
    asked = ((WHOLE, {"id": rid}), (RECALLS, {"open": False}))
    mine = token(desk, "kh-police")
    return "".join(desk.post(query, token=mine, variables=given).text for query, given in asked)


def shown(desk: Desk, how: str) -> str:
    """File her, show her to the police of Cambodia, and close her to them."""
    rid = file(desk, SEEN, profile=CLOSED if how == "grant ended" else LAW)
    given = grant(desk, rid) if how == "grant ended" else None
    assert SEEN in seen(desk, rid)
    close(desk, rid, how, given)
    return rid


def grant(desk: Desk, rid: str) -> str:
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    terms = {"classes": ["IDENTITY", "NARRATIVE"], "purpose": "investigation", "reason": "asked for", "until": until}
    given = {"agency": "kh-police", "records": [rid], **terms}
    done = desk.data(GIVE, token=token(desk, "th-police"), input=given)["grant"]
    assert done["userErrors"] == []
    return str(done["grant"]["id"])


def close(desk: Desk, rid: str, how: str, given: str | None, folder: Path | None = None) -> None:
    mine = token(desk, "th-police")
    if how == "sealed":
        desk.world.file(
            "kh-hotline", record("Person", "h", role="presumed-victim", **VICTIM), profile="victim-protection"
        )
    elif how == "filed as a victim":
        file(desk, SEEN, role="presumed-victim")
    elif how == "narrowed":
        assert desk.data(NARROW, token=mine, ids=[rid], profile=CLOSED)["narrowRecords"]["userErrors"] == []
    else:
        assert desk.data(REVOKE, token=mine, id=given)["revokeGrant"]["userErrors"] == []
    follow(desk)
    assert desk.data(WHOLE, token=token(desk, "kh-police"), id=rid)["record"] is None


@pytest.mark.parametrize("how", ["sealed", "filed as a victim", "narrowed", "grant ended"])
def test_what_is_filed_after_it_was_closed_is_corrected_in_silence(desk: Desk, how: str) -> None:
    rid = shown(desk, how)
    profile = NOW_CLOSED[how]
    before, made = seen(desk, rid), issued(desk)

    file(desk, SEEN, LATER, profile=profile)
    file(desk, SEEN, LAST, profile=profile)
    file(desk, SEEN, profile=profile)

    assert seen(desk, rid) == before
    assert issued(desk) == made
    # What they were shown they are told of, whatever closed it to them.
    file(desk, LAST, profile=profile)
    assert [n["cause"] for n in told(desk)].count("CORRECTED") == 1
    assert LAST not in seen(desk, rid)


def test_a_class_that_a_bundle_closes_is_corrected_in_silence(desk: Desk, tmp_path: Path) -> None:
    rid = file(desk, SEEN)
    assert SEEN in seen(desk, rid)
    folder = copied_bundle(tmp_path)
    edit(folder, THAI_PACK, *NOBODY)
    desk.world.app.scopes.activate(PreparedBundle.of(load_bundle(folder)))
    before = seen(desk, rid)
    assert SEEN not in before

    file(desk, SEEN, LATER)
    file(desk, SEEN, LAST)

    assert seen(desk, rid) == before
    assert issued(desk) == []


def test_who_was_shown_a_value_that_came_later_is_told_when_it_goes(desk: Desk) -> None:
    """The wrong one came with a second filing, which one of two agencies looked at."""
    rid = file(desk, SEEN)
    assert desk.data(WHOLE, token=token(desk, "my-police"), id=rid)["record"]
    file(desk, SEEN, LATER)
    assert LATER in seen(desk, rid)
    file(desk, SEEN, LATER, "known by sight")  # since when that stands says nothing of the others

    file(desk, SEEN, "known by sight")

    [notice] = told(desk)
    assert (notice["recordId"], notice["cause"]) == (rid, "CORRECTED")
    assert told(desk, "my-police") == []
    [mine] = issued(desk)
    assert mine["outstanding"] == 1


def test_of_what_an_older_version_wrote_everybody_is_told(desk: Desk) -> None:
    """It kept no times, so what is gone may have been among what was shown."""
    rid = file(desk, SEEN)
    assert SEEN in seen(desk, rid)
    file(desk, SEEN, LATER)
    forget = Template(name="forget_times", access=Access.WRITE, text="MATCH (n:Record) SET n.value_times = null")
    desk.world.run(desk.world.app.store.write(lambda tx: tx.run(forget, {})))

    file(desk, SEEN)

    assert [n["cause"] for n in told(desk)] == ["CORRECTED"]
