"""The kit says at its start that its worlds can no longer show a leak, rather than finding none in them."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from api.noninterference.errors import PremiseError
from api.noninterference.plan import Plan
from api.noninterference.premises import check_premises
from api.noninterference.session import Session
from api.noninterference.worlds import COMPANIES, apart, record
from entity_resolution.blocking.keys import KeyGroup, key_groups
from entity_resolution.comparing.model import MatchModel
from ingest import SubmittedRecord
from policies import ViewerContext

KEYS = "api.noninterference.premises.key_groups"


def companies(born: str = "", country: str = "") -> tuple[SubmittedRecord, SubmittedRecord]:
    one, other = (
        record("Organization", name, name=name, incorporationDate=born, jurisdiction=country) for name in COMPANIES[:2]
    )
    return one, other


def test_the_pair_of_the_worlds_holds() -> None:
    check_premises()
    assert [item.properties["name"] for item in apart()] == [[name] for name in COMPANIES[:2]]


def test_two_companies_with_their_country_share_a_key() -> None:
    with pytest.raises(PremiseError, match=r"share a key; give `api/noninterference/worlds\.py` another pair$"):
        check_premises(companies(born="2019-03-04", country="KH"))


def test_two_that_would_not_be_one_show_nothing() -> None:
    with pytest.raises(PremiseError, match="that should be one as soon as they meet are not one"):
        check_premises(companies())


def test_two_that_a_number_does_not_bring_together_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KEYS, lambda *_: [])
    with pytest.raises(PremiseError, match="that a hidden number should bring together do not meet by it"):
        check_premises()


def test_a_key_that_names_gain_ends_a_run_before_anything_is_filed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a rule of names would that heard how both begin."""

    def with_one_more(model: MatchModel, *given: Any) -> Sequence[KeyGroup]:
        groups = key_groups(model, *given)
        more = frozenset({"Organization|n:first:east"})
        return [*groups, KeyGroup(groups[0].terms, more, more)]

    monkeypatch.setattr(KEYS, with_one_more)
    viewer = ViewerContext(agency="sg-fiu", subject="a", roles=frozenset({"analyst"}), purpose="financial-intelligence")
    kit = Session(lambda: pytest.fail("a store was opened"), [viewer], Plan())
    with pytest.raises(PremiseError, match="share a key"):
        asyncio.run(kit.run())
