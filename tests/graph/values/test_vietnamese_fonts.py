"""Vietnamese that was typed for fonts of before Unicode is read as what they show, and no name of others is."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import normalise_name, vietnamese_in_unicode
from tests.graph.values.vietnamese_typing import in_tcvn3, in_vni

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Trương")
MIDDLES = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Quốc", "Mạnh", "Đình", "Thùy", "Mỹ", "Thanh")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Hương", "Quỳnh", "Yến", "Thủy", "Nghĩa", "Xuyến", "Ý", "Hòe", "Thoại", "Khuê")
NAMES = st.tuples(*map(st.sampled_from, (SURNAMES, MIDDLES, GIVEN))).map(" ".join)
# Of Western Europe: no letter of them means another.
OTHERS = (
    *("François Müller", "João Conceição", "Þórður Björnsson", "Jörg Weiß", "Noël Lefèvre", "Søren Ærø", "Åsa Hånn"),
    *(
        "Loïc Nguyen",
        "Haïm Cohen",
        "Loïc Haïm",
        "Raphaël Tran",
        "Peña Ñu",
        "São Tomé",
        "Bánh Tóth",
        "Zoë Ñáñez",
        "Ó Þór",
    ),
    *("María José Núñez", "Saúl Ruíz", "Määttä Äijö", "Lim ¹", "Acme ® Co", "Mª Carmen", "Hoà Vinh", "Lê Mai"),
    *("Vâ An", "Zoë Ñáñez"),
)


@pytest.mark.parametrize("typed", [in_tcvn3, in_vni])
@given(name=NAMES)
def test_a_name_typed_for_a_font_is_the_name_that_it_shows(typed: Callable[[str], str], name: str) -> None:
    read = vietnamese_in_unicode(typed(name))
    # TCVN3 has no capital letter with a tone.
    assert read.lower() == name.lower()


@given(name=NAMES)
def test_a_name_in_unicode_stays_what_it_is(name: str) -> None:
    assert vietnamese_in_unicode(name) == name


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_of_another_language_and_one_that_may_be_in_unicode_stay_what_they_are(name: str) -> None:
    assert vietnamese_in_unicode(name) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("NguyÔn V¨n An", "Nguyễn Văn An"),
        ("NGUYÔN V¡N AN", "NGUYỄN VĂN AN"),
        ("§ç M¹nh C\xadêng", "Đỗ Mạnh Cường"),
        ("Hoµng ThÞ Hång", "Hoàng Thị Hồng"),
        ("Ho\u03bcng ThÞ Hång", "Hoàng Thị Hồng"),
        ("Cao YÕn", "Cao Yến"),
        ("Nguyeãn Vaên An", "Nguyễn Văn An"),
        ("NGUYEÃN VAÊN AN", "NGUYỄN VĂN AN"),
        ("Leâ Ñöùc Anh / Traàn Thò Bình", "Lê Đức Anh / Trần Thị Bình"),
    ],
)
def test_such_a_name_is_possible_and_kept_as_it_was_typed(typed: str, name: str) -> None:
    value = normalise_name(typed)
    assert (value.raw, value.value, str(value.status)) == (typed, name, "possible")
    assert value.reason is not None
    assert "font" in value.reason
