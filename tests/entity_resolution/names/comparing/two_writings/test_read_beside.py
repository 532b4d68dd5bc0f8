"""What a company's name cuts short is read as its other name has it: v.d. Kolk, AO; J. P. is JP, and S.A. a form."""

import pytest

from entity_resolution.names import NameKind, NameLevel, are_far_apart, compare_names, organisation_name
from entity_resolution.names.companies.legal_forms import strip_legal_form
from entity_resolution.names.comparing.comparison import may_agree

KIND = NameKind.ORGANISATION


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("v.d. Molenkamp Scheepvaart BV", "Van der Molenkamp Scheepvaart B.V."),
        ("v. d. Molenkamp Scheepvaart BV", "Van den Molenkamp Scheepvaart B.V."),
        ("Gebroeders v/d Molenkamp BV", "Gebroeders van de Molenkamp B.V."),
        ("v.d. Steinhoven Spedition GmbH", "Von der Steinhoven Spedition GmbH"),
        ("AO Vetluga", "Vetluga Joint Stock Company"),
        ("АО «Ветлуга»", "Vetluga JSC"),
        ("АО Ветлуга", "AO Vetluga"),
        ('AO "Vetluga"', "Vetluga"),
        ("J. P. Lotario Ltd", "JP Lotario Ltd"),
        ("Lotario J. P. Brothers", "Lotario JP Brothers"),
        ("Inversiones Lotario C.A.", "Inversiones Lotario"),
        ("Inversiones Lotario CA", "Inversiones Lotario, Compañía Anónima"),
        ("Lotario S.A. Panama", "Lotario Panama S.A."),
        ("Lotario AG Switzerland", "Lotario Switzerland"),
    ],
)
def test_a_name_cut_short_is_the_other_in_full(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        forms = organisation_name(one), organisation_name(other)
        found = compare_names(*forms, KIND)
        assert found.level in (NameLevel.EXACT_NATIVE, NameLevel.EXACT_LATIN, NameLevel.ROMANISED)
        assert found.bits > 6
        assert may_agree(*forms, KIND)
        assert not are_far_apart(*forms, KIND)


def test_two_particles_in_full_are_two() -> None:
    one, other = organisation_name("Van der Molenkamp BV"), organisation_name("Van den Molenkamp BV")
    assert compare_names(one, other, KIND).bits < 7


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("AO Nang Lotus Co., Ltd.", "AO Nang Lotus"),  # a bay
        ("AO Lotus plc", "AO Lotus"),
        ("SA Panama", "SA Panama"),
        ("CA Lotus", "CA Lotus"),
        ("Spa Thailand", "Spa Thailand"),
    ],
)
def test_a_form_elsewhere_is_a_word_of_a_name(raw: str, name: str) -> None:
    assert strip_legal_form(raw).rest == name
