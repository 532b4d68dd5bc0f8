"""Names that others shorten or join are found. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Mohd Azhar bin Jusoh", "Azhar Jusoh"),
        ("Mohd Syafiq bin Mamat", "Syafiq Mamat"),
        ("Muhammad Danish Hakim bin Rosli", "Danish Hakim"),
        ("லட்சுமி பிரியா ராமச்சந்திரன்", "LAKSHMIPRIYA RAMACHANDRAN"),
        ("Saravanakumar Muthusamy", "M Saravana Kumar"),
        ("Sivakumar Yarramsetti", "Y Siva Kumar"),
        # Beside a word of few consonants, in another order.
        ("Sreymom Men", "Men Srey Mom"),
        ("KIMHENG OUM", "Oum Kim Heng"),
        ("Rai Bishnumaya", "Bishnu Maya Rai"),
        ("Sumitramaya Lama", "Lama Sumitra Maya"),
    ],
)
def test_what_is_left_out_or_written_as_one_word_is_found(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


def test_a_short_form_of_a_name_of_east_africa_is_that_name() -> None:
    for short, full in (("Sammy Rotich", "Samuel Rotich"), ("Jackie Nantongo", "Jackline Nantongo")):
        one, other = person_name(short), person_name(full)
        assert compare_names(one, other, NameKind.PERSON).agrees
        assert one.keys & other.keys
