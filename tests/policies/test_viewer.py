"""Who asks is somebody, and a case is named or is not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graph import CompartmentKey
from policies import Bundle, ScopeBuilder, ViewerContext, ViewerError, load_bundle
from tests.policies.edited_bundles import KINDS, ORIGINATORS, registered, viewer

BLANK = ["", " ", "\t\n", "\u00a0", "\u200b", "\x00", "\u3164", "\u115f\u1160", "\uffa0", "\u2800", "-", "#", "\u0e31"]
NAMED = ["7", "C-1", " C-1 ", "คดี ๑๒", "ក", "事", "\u3164C", "#9"]
NOW = datetime(2026, 5, 1, tzinfo=UTC)
ALL = registered(
    CompartmentKey(originator=o, profile=p, kind=k)
    for o in (*ORIGINATORS, "sg-fiu", "ph-jobs")
    for p in ("law-enforcement", "hit-only", "public")
    for k in KINDS[:3]
)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle()


def asking(case: str | None) -> ViewerContext:
    return replace(viewer("th-police", "analyst"), case_ref=case)


@pytest.mark.parametrize("case", BLANK, ids=ascii)
def test_a_blank_names_no_case(case: str) -> None:
    assert asking(case) == asking(None)


@pytest.mark.parametrize("case", NAMED, ids=ascii)
def test_whatever_has_a_letter_or_digit_names_one(case: str) -> None:
    assert asking(case).case_ref == case


def test_a_blank_opens_nothing_that_opens_for_a_named_case(bundle: Bundle) -> None:
    scopes = {case: ScopeBuilder(bundle).build_scope(asking(case), ALL, now=NOW) for case in (None, "C-1", *BLANK)}
    assert scopes["C-1"].answering_key != scopes[None].answering_key
    assert {scopes[case].answering_key for case in BLANK} == {scopes[None].answering_key}


@pytest.mark.parametrize("subject", BLANK, ids=ascii)
def test_a_blank_is_nobody(subject: str) -> None:
    with pytest.raises(ViewerError, match="a viewer needs a subject"):
        replace(asking(None), subject=subject)


@pytest.mark.parametrize("half", ["\ud800", "C-1\udfff"], ids=ascii)
def test_what_the_trail_cannot_hold_is_no_subject_and_no_case(half: str) -> None:
    with pytest.raises(ViewerError):
        asking(half)
    with pytest.raises(ViewerError):
        replace(asking(None), subject=half)
