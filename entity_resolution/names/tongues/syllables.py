"""Words that are made of syllables, told in a time that grows with their length.

A pattern of repeated syllables tries each way to part a word before it gives up, and of a long run of vowels there are
more ways than a processor will ever try: whoever files or looks for such a word would stop the service. So none is
repeated here that can be parted in two ways.
"""

from __future__ import annotations

import re

_VOWEL = "[aeiouy]"


def word_pattern(*, onset: str, coda: str, last: str = "") -> re.Pattern[str]:
    """Return the pattern of a word of syllables: each a run of vowels, with an onset and a coda or without.

    What stands between two runs of vowels is a coda, an onset, or both; where it is parted makes no difference, and is
    not tried again. `Y` is a vowel: as a consonant it only parts runs of vowels that are made of vowels anyway.

    Args:
        onset: alternatives of consonants in front of vowels, all without `Y`.
        coda: those behind vowels, likewise.
        last: those that end a word besides.
    """
    assert "y" not in onset + coda + last  # noqa: S101 - the pattern could be parted in two ways
    ends = f"{coda}|{last}" if last else coda
    between = f"(?>(?:{coda})?(?:{onset})?(?={_VOWEL}))"
    return re.compile(f"(?:{onset})?{_VOWEL}++(?:{between}{_VOWEL}++)*+(?:{ends})?")
