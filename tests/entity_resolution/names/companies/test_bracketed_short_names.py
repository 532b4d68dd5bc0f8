"""A short name in brackets that shortens the words before it is left out; what tells sister companies apart stays."""

from __future__ import annotations

import pytest

from entity_resolution.names import NameKind, compare_names, may_agree, organisation_name
from entity_resolution.names.companies.bracketed_short_names import without_short_name


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Golden Delta Export Corp. (GODECO)", "godeco"),
        ("Ministry of Canals and Armed Guard Affairs (MOCAGA)", "mocaga"),
        ("Golden Delta Export Corp. (G.D.E.C.)", "gdec"),
        ("Minnow Milling & Malting (3M)", "3m"),
        ("Saltland National Ferry Lines (Sanalines)", "sanalines"),
        ("Golden Delta Export (GDE) Co., Ltd.", "gde"),
        # Countries, places, numbers and words that shorten nothing belong to the name.
        ("Golden Delta (Thailand)", ""),
        ("Golden Delta Corp. (Ohio)", ""),
        ("Hoang Kim (HK)", ""),
        ("Golden Delta (No. 2)", ""),
        ("Upper Stone Anchor (USA)", ""),
        ("Golden Delta Export (Trading)", ""),
        # Short forms of countries and towns, though they are beginnings of words.
        ("Sino Golden (Sing)", ""),
        ("Vimal Export Trading (Viet)", ""),
        ("Pacific Hotel Investment (PHI)", ""),
        ("Sino Import Export Machinery (SIEM)", ""),
        # Letters of fewer than half of the words.
        ("Golden Delta Rubber Upland Paper Trading (GDT)", "gdt"),
        ("Golden Delta Rubber Upland Paper Mining Trading (GDT)", ""),
        ("Golden Delta Rubber Upland Paper Salt Tin Iron Zinc Lead Copper Nickel Jute Tea (GDRUPS)", ""),
        ("Golden Delta Export (godeco)", ""),
        ("Golden Delta (GOLDEN)", ""),
        ("Lotus (LTS)", ""),
        ("บริษัท ทองคำ (TKT)", ""),
    ],
)
def test_short_names(text: str, short: str) -> None:
    assert without_short_name(text)[1] == short
    assert (without_short_name(text)[0] == text) is not bool(short)


def test_the_name_without_it_is_compared() -> None:
    with_short = organisation_name("Golden Delta Export Corp. (GODECO)")
    assert with_short.native == "Golden Delta Export"
    assert with_short.legal_form == "corp"
    assert organisation_name("Golden Delta Corp. (Ohio)").tokens == ("golden", "delta", "ohio")


@pytest.mark.parametrize("written", ["Golden Delta Export Corp. (GODECO)", "Golden Delta Export Corp.（GODECO）"])
@pytest.mark.parametrize("said", ["GODECO", "（GODECO）"])
def test_a_short_name_is_the_company_that_says_it(written: str, said: str) -> None:
    whole, short = organisation_name(written), organisation_name(said)
    found = compare_names(whole, short, NameKind.ORGANISATION)
    assert found.agrees
    assert found.how == "the other's short name"
    assert may_agree(short, whole, NameKind.ORGANISATION)
    assert whole.keys & short.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Golden Delta (Thailand) Ltd", "Golden Delta (Vietnam) Ltd"),
        ("Golden Delta Ltd (No. 2)", "Golden Delta Ltd (No. 3)"),
        ("Golden Delta Export Corp. (GODECO)", "Golden Delta Export Corp. (Ohio)"),
    ],
)
def test_other_brackets_tell_companies_apart(left: str, right: str) -> None:
    found = compare_names(organisation_name(left), organisation_name(right), NameKind.ORGANISATION)
    assert found.bits < 7.0
