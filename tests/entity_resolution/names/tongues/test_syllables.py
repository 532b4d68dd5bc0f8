"""Words of syllables are told as a plain pattern of repeated syllables does, which takes for ever on long ones."""

import re
from collections.abc import Callable
from itertools import product

import pytest

from entity_resolution.names.tongues import impossible_syllables, tongue

# As they would be written if it took no time to part a word in every way; of short words it takes none.
THAI = re.compile(
    "(?:(?:ng|ny|(?:kh|ph|ch|th|jh|bh|dh|k|g|p|t|c|j|d|b|s|f)?[rlw]|kh|ph|ch|th|jh|bh|dh|sh|[kgptcjdbsfmnyhvzx])?"
    "(?:[aeiouy]+)(?:ngse?$|ng[sk]?|nd|nt|nn|rn|rm|rt|rk|rp|rd|th|kh|tch|ch|ck|ph|[td]r$|tt|[kgtdpbmnslrjhwyfvzx])?)+"
)
KHMER = re.compile(
    "(?:(?:kh|ch|chh|ph|th|ng|nh|ny|sh|[kgptcjdbsfmnyhvrlwz]){0,2}?(?:h)?(?:[aeiouy]+)"
    "(?:ng|nh|nd|th|kh|ch|ck|ph|rn|rs|[kgtdpbmnslrchvy])?)+"
)
LAO = re.compile(
    "(?:(?:ng|ny|nh|gn|hn|hm|hl|kh?[wvl]?|ph?[lr]?|th?|ch|[bdgjsxfmnyhvrlwz])?[aeiouy]+"
    "(?:ng|nh|nk|ck|th|kh|rt|[kgtdpbmnslrhcv](?:e(?![a-z]))?)?)+"
)
OF_THAI_NAMES = re.compile(
    "(?:"
    "(?:(?:kh|ph|ch|th|jh|bh|dh|[kgptdbsf])[rlw]|tch|kh|ph|ch|th|jh|bh|dh|sh|ng|ny|[bcdfghjklmnprstvwyz]"
    "|^|(?<=[aeiouyw])(?=[aou]))"
    "(?:"
    "(?:ueai|uai|uay|iao|iaw|iew|aow|aew|aeo|oei|oey|eow|ai|ay|ao|au|ei|ey|oi|oy|ui|uy|iu|eo|ew|io|ow)(?![a-z]$)"
    "|(?:uea|uue|aa|ii|ee|ie|ia|ue|eu|ua|uu|oo|oe|er|ea|ae|aw|or|ar|ir|ur|[aeiouy])"
    "(?:ngse?$|n[dt]$|r[nmtkdp]$|[dt]r$|ngk?(?![aeiou])|nn|ck|tt|th|ph|kh|ch|[bdghjklmnprstwy])?"
    "))+"
)
LETTERS = ("aynhgs", "aytdre", "ekrlw1", "iouyng", "eosngk")


@pytest.mark.parametrize("letters", LETTERS)
def test_a_word_is_of_syllables_exactly_where_it_can_be_parted_into_them(letters: str) -> None:
    told: dict[re.Pattern[str], Callable[[str], object]] = {
        THAI: tongue._THAI_WORD.fullmatch,
        KHMER: tongue._KHMER_WORD.fullmatch,
        LAO: tongue._LAO_WORD.fullmatch,
        OF_THAI_NAMES: impossible_syllables._is_thai,
    }
    words = ["".join(word) for length in range(6) for word in product(letters, repeat=length)]
    for plain, is_told in told.items():
        assert [word for word in words if bool(is_told(word)) is not bool(plain.fullmatch(word))] == []
