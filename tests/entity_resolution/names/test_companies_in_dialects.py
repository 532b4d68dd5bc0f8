"""Companies of two characters in Hanzi and as a dialect of Chinese spells them. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, organisation_name
from entity_resolution.names.companies_in_dialects import in_dialect

KIND = NameKind.ORGANISATION


@pytest.mark.parametrize(
    ("hanzi", "latin", "bits"),
    [
        ("鴻發國際有限公司", "Hung Fat International Limited", 9.8),
        ("永發", "Wing Fat", 11.4),
        ("振華貿易", "Chun Wah Trading Co., Ltd.", 9.7),
        ("金龍", "Kam Lung", 10.4),
    ],
)
def test_a_company_of_two_characters_is_one_in_a_dialect(hanzi: str, latin: str, bits: float) -> None:
    one, other = organisation_name(hanzi), organisation_name(latin)
    for left, right in ((one, other), (other, one)):
        found = compare_names(left, right, KIND)
        assert (found.level, found.agrees, round(found.bits, 1)) == (NameLevel.ROMANISED, True, bits)


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("鴻發", "Wing Fat"),
        ("永發貿易", "Hung Fat Trading"),
        ("鴻發", "Hung Fat Sing"),
        ("振華貿易", "Chun Wah Construction"),
    ],
)
def test_another_spelling_or_trade_stays_another_company(hanzi: str, latin: str) -> None:
    assert not compare_names(organisation_name(hanzi), organisation_name(latin), KIND).agrees


def test_a_dialect_is_read_of_companies_of_two_characters_alone() -> None:
    of_two, latin = organisation_name("鴻發"), organisation_name("Hung Fat")
    assert in_dialect(of_two, latin, KIND) is not None
    assert in_dialect(of_two, latin, NameKind.SITE) is None
    assert in_dialect(of_two, organisation_name("鸿发"), KIND) is None
    assert in_dialect(organisation_name("鴻發成"), organisation_name("Hung Fat Sing"), KIND) is None
