"""What a body is stands in front of its name as an acronym, in full, or in English; initials leave articles out."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, organisation_name

KIND = NameKind.ORGANISATION


def bits(left: str, right: str) -> float:
    return compare_names(organisation_name(left), organisation_name(right), KIND).bits


@pytest.mark.parametrize(
    ("acronym", "in_full"),
    [
        ("NII Vetluga", "Research Institute Vetluga"),
        ("ФГУП «НИИ Ветлуга»", "Federal State Unitary Enterprise Scientific Research Institute Vetluga"),
        ("NII Vetluga", "Научно-исследовательский институт Ветлуга"),
        ('NPO "Vetluga"', "Research and Production Association Vetluga"),
        ("OKB Vetluga", "Experimental Design Bureau Vetluga"),
        ("TsKB Vetluga", "Central Design Bureau Vetluga"),
        ('GUP "Vetluga"', "State Unitary Enterprise Vetluga"),
        ("ГУП Ветлуга", "State Unitary Enterprise Vetluga"),
        ("COAC Los Cerezos", "Cooperativa de Ahorro y Crédito Los Cerezos Ltda."),
        ("COAC Los Cerezos", "Los Cerezos Savings and Credit Cooperative"),
        ("KUD Sinar Padi", "Koperasi Unit Desa Sinar Padi"),
        ("PDAM Sinar Padi", "Perusahaan Daerah Air Minum Sinar Padi"),
        ("PD Sinar Padi", "Perusahaan Daerah Sinar Padi"),
        ("BUMN Sinar Padi", "Badan Usaha Milik Negara Sinar Padi"),
        ("HTX Sao Hôm", "Hợp tác xã Sao Hôm"),
        ("Sampagita MPC", "Sampagita Multi-Purpose Cooperative"),
    ],
)
def test_an_acronym_is_what_it_stands_for(acronym: str, in_full: str) -> None:
    assert organisation_name(acronym).keys & organisation_name(in_full).keys
    assert min(bits(acronym, in_full), bits(in_full, acronym)) > 6


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("NII Vetluga", "NPO Vetluga"),
        ("NII Vetluga", "NII Karaman"),
        ("COAC Los Cerezos", "Banco Los Cerezos"),
    ],
)
def test_another_kind_or_name_is_another_body(left: str, right: str) -> None:
    assert bits(left, right) < 2


def test_an_acronym_amid_or_behind_a_name_is_a_word_of_it() -> None:
    assert organisation_name("Vetluga NPO").tokens == ("vetluga", "npo")
    assert organisation_name("MPC Sampagita").tokens == ("mpc", "sampagita")


@pytest.mark.parametrize(
    ("initials", "name"),
    [
        ("BSCA", "Banque Savanienne du Commerce et de l'Artisanat"),
        ("OSEA", "Office Savanien de l'Eau et de l’Assainissement"),
        ("OCI", "Opificio Cerezano dell'Industria"),
    ],
)
def test_an_elided_article_is_no_initial(initials: str, name: str) -> None:
    one, other = organisation_name(initials), organisation_name(name)
    found = compare_names(one, other, KIND)
    assert (found.level, found.bits > 0) == (NameLevel.PARTIAL, True)
    assert one.keys & other.keys


def test_a_name_that_begins_so_keeps_its_first_letter() -> None:
    one, other = organisation_name("DBL"), organisation_name("D'Arvel Brun Lotier")
    assert compare_names(one, other, KIND).level is NameLevel.PARTIAL
