"""How two names were read beside their own letters is told with the pair. All names are invented."""

import pytest

from entity_resolution.names import NameKind, organisation_name, person_name, site_name
from entity_resolution.names.comparing.two_writings.other_readings import as_the_other_says

PERSON, SITE, ORGANISATION = NameKind.PERSON, NameKind.SITE, NameKind.ORGANISATION
READ = {PERSON: person_name, SITE: site_name, ORGANISATION: organisation_name}


@pytest.mark.parametrize(
    ("kind", "one", "other", "how"),
    [
        (PERSON, "จาง เหว่ย", "Zhang Wei", "Thai letters read as pinyin"),
        (PERSON, "เหงียน วัน อันห์", "Nguyễn Văn Anh", "letters of the region for a foreign name"),
        (PERSON, "မသီတာ", "Ma Thida", "its first syllable a title"),
        (PERSON, "มะ ทีดา", "မသီတာ", "its first syllable a title"),  # and no pinyin, though one is in Thai letters
        (ORGANISATION, "海南银行", "Hainan Banking Corporation", "in English"),
    ],
)
def test_the_words_say_how_the_pair_was_read(kind: NameKind, one: str, other: str, how: str) -> None:
    for left, right in ((one, other), (other, one)):
        said = as_the_other_says(READ[kind](left), READ[kind](right), kind)
        assert said is not None
        assert said.how == how


def test_names_that_say_nothing_of_each_other_have_no_reading() -> None:
    assert as_the_other_says(person_name("สมชาย ใจดี"), person_name("Somchai Jaidee"), PERSON) is None
