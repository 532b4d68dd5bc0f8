"""Towns and provinces by names that no sound leads to, sites with and without their town, and names said by letters.

The places are real; the houses are invented, save KK Park.
"""

import pytest

from entity_resolution.comparing.model import load_models
from entity_resolution.names import NameForm, NameKind, compare_names, site_name
from entity_resolution.names.companies.legal_forms import town_behind
from entity_resolution.names.companies.loans import loan_in, spell_loans
from entity_resolution.names.tables import read_rows
from entity_resolution.names.words.glosses import gloss_inside

REVIEW_BITS = load_models()["Site"].review_bits


def _bits(left: str, right: str) -> float:
    return compare_names(site_name(left), site_name(right), NameKind.SITE).bits


@pytest.mark.parametrize(
    ("left", "right"),
    [
        *(
            (native, latin)
            for native in ("ក្រុងព្រះសីហនុ", "西哈努克", "西港", "สีหนุวิลล์")
            for latin in ("Sihanoukville", "Preah Sihanouk", "Kampong Som")
        ),
        ("西哈努克省", "Preah Sihanouk Province"),
        ("ខេត្តព្រះសីហនុ", "西哈努克省"),
        ("金边", "Phnom Penh"),
        ("金邊", "ភ្នំពេញ"),
        ("万象", "Vientiane"),
        ("ນະຄອນຫຼວງວຽງຈັນ", "Vientiane"),
        ("大其力", "Tachileik"),
        ("ท่าขี้เหล็ก", "Tachilek"),
        ("妙瓦底", "Myawaddy"),
        ("妙瓦底", "เมียวดี"),
        ("妙瓦底", "မြဝတီ"),
        ("波贝", "Poipet"),
        # Before and after the decree of 1989, and the marks of the maps of Cambodia.
        ("Henzada", "ဟင်္သာတ"),
        ("Salween River", "Thanlwin River"),
        ("Martaban", "Mottama"),
        ("Momeik", "Mong Mit"),
        ("Poŭthĭsăt", "Pursat"),
        ("Marigold Szechwan Garden", "Marigold Szechuan Garden"),
        ("Marigold of Marrakesh", "Marigold of Marrakech"),
        ("Ryokan Sumire-an", "Sumirean Ryokan"),
        ("Takêv", "តាកែវ"),
        ("ปอยเปต", "Poipet"),
        ("木牌", "ក្រុងបាវិត"),
        ("木牌", "Bavet"),
        ("柴桢", "Svay Rieng"),
        ("金三角经济特区", "Golden Triangle Special Economic Zone"),
        ("สามเหลี่ยมทองคำ", "Golden Triangle"),
        ("老街", "Laukkai"),
        ("木姐", "Muse"),
        ("KK园区", "KK Park"),
        ("เคเค ปาร์ค", "KK Park"),
        ("เคเคปาร์ค", "KK园区"),
        ("ខេខេ", "KK"),
    ],
)
def test_a_place_is_one_in_every_script_and_under_its_other_names(left: str, right: str) -> None:
    assert _bits(left, right) >= REVIEW_BITS
    assert site_name(left).keys & site_name(right).keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("西港", "Kampot"),
        ("金边", "Svay Rieng"),
        ("大其力", "Myawaddy"),
        ("妙瓦底", "Mandalay"),
        ("เคเค ปาร์ค", "KT Park"),
    ],
)
def test_another_place_stays_another(left: str, right: str) -> None:
    assert _bits(left, right) < 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("西港凯博园区", "Kaibo Park"),
        ("西港凯博园区", "Kaibo Compound Sihanoukville"),
        ("柬埔寨西港凯博园区", "Kaibo Park"),
        ("妙瓦底KK园区", "KK Park"),
        ("妙瓦底KK园区", "KK Park Myawaddy"),
        ("Kaibo Park Sihanoukville", "Kaibo Park"),
    ],
)
def test_a_site_is_one_with_its_town_and_without(left: str, right: str) -> None:
    assert _bits(left, right) >= REVIEW_BITS
    assert site_name(left).keys & site_name(right).keys


def test_a_shared_town_makes_no_two_sites_one() -> None:
    for left, right in (
        ("西港凯博园区", "Jinshui Park Sihanoukville"),
        ("西港金水园区", "西港凯博园区"),
        ("Blue Bay Hotel Sihanoukville", "Blue Bay Hotel Phnom Penh"),
    ):
        assert _bits(left, right) < 0


def test_a_town_is_known_behind_a_name_alone() -> None:
    assert town_behind(("kaibo", "park", "svay", "rieng")) == {2, 3}
    assert town_behind(("kaibo", "sihanoukville", "park")) == {1}
    assert town_behind(("kandal", "stueng", "province")) == frozenset()
    assert town_behind(("phnom", "penh", "park")) == frozenset()


def test_what_means_something_else_as_well_is_a_place_at_the_beginning_alone() -> None:
    assert gloss_inside("老街") == ("", ("laukkai",))
    assert gloss_inside("凯博金边") == ("凯博金边", ())
    assert gloss_inside("西港") == ("", ("sihanoukville",))
    assert gloss_inside("集团") == ("集团", ())


def test_letters_are_read_as_such_where_a_word_is_nothing_but_their_names() -> None:
    assert spell_loans("เอสซีจี มะลิ") == "scg มะลิ"
    assert spell_loans("ที") == "ที"
    assert loan_in("scg", "มะลิ เอสซีจี") == "เอสซีจี"
    assert loan_in("scg", "มะลิ") == ""


def test_no_form_stands_for_two_places() -> None:
    forms = [form for _, row in read_rows("exonyms.tsv") for form in row.split()]
    native = [form for form in forms if not form.strip('"^').isascii()]
    assert len(native) == len(set(native))


def test_a_name_has_no_reading_twice() -> None:
    form: NameForm = site_name("สีหนุวิลล์")
    assert form.latin[0] == "sihanoukville"
    assert len(set(form.latin)) == len(form.latin)
