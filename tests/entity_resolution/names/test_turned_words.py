"""Companies of the same words in another order, other marks, another body or another form. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, organisation_name

COMPANY = NameKind.ORGANISATION


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("PT Mulia Sinar", "PT Sinar Mulia"),
        ("K.B. Trading", "B.K. Trading"),
        # A body that may own a company of its name, and is none.
        ("Koperasi Mulia Sinar Abadi", "PT Mulia Sinar Abadi"),
        ("Yayasan Mulia Sinar Abadi", "CV Mulia Sinar Abadi"),
        # Both are written with marks, so that none is left out.
        ("Công ty TNHH Thanh Tam", "Công ty TNHH Thanh Tám"),
    ],
)
def test_such_names_are_left_to_a_human(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        compared = compare_names(organisation_name(one), organisation_name(other), COMPANY)
        assert not compared.agrees
        assert compared.level is NameLevel.PARTIAL
        assert compared.bits > 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Lotus Seafood Hanoi Co", "Hanoi Lotus Seafood Co"),
        ("Mulia Bank", "Bank Mulia"),
        ("Mulia Sinar Abadi Jaya", "Abadi Jaya Mulia Sinar"),
        ("Công ty TNHH Thanh Tám", "Thanh Tam Co., Ltd."),
        ("Koperasi Mulia Sinar Abadi", "Mulia Sinar Abadi"),
    ],
)
def test_trades_places_and_marks_left_out_tell_no_two_apart(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert compare_names(organisation_name(one), organisation_name(other), COMPANY).agrees


def test_a_private_enterprise_of_vietnam_is_no_company() -> None:
    company = organisation_name("Công ty TNHH Thanh Tám")
    for name in ("Doanh nghiệp tư nhân Thanh Tám", "DNTN Thanh Tám"):
        assert compare_names(organisation_name(name), company, COMPANY).level is NameLevel.SISTER
