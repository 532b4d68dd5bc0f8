"""The first part of an Ethiopian double name, cut to a letter before a stroke: G/Mariam, ገ/ማርያም."""

from __future__ import annotations

import re

# The letter alone tells the commonest part. W/o and W/t are titles, so that what stands behind begins with a capital.
_PARTS = {"g": "Gebre", "w": "Wolde", "h": "Haile", "t": "Tekle", "k": "Kidane"}
_CUT = re.compile(r"(?<![\w/.])([GWHTKgwhtk])\.?/ ?([A-Z][A-Za-z]{3,})")
_OWN_PARTS = {
    **{"ገ": "ገብረ", "ወ": "ወልደ", "ኃ": "ኃይለ", "ሃ": "ኃይለ", "ሐ": "ኃይለ", "ኀ": "ኃይለ"},
    **{"ተ": "ተክለ", "ኪ": "ኪዳነ"},
}
_OWN_CUT = re.compile(r"(?<!\w)([ገወኃሃሐኀተኪ])[/.] ?(?=[\u1200-\u1357]{3})")


def spell_double_names(name: str) -> str:
    """Return a person's name with the parts that are cut to a letter before a stroke in full.

    Args:
        name: in Latin letters.
    """
    return _CUT.sub(lambda found: _PARTS[found[1].lower()] + found[2].lower(), name) if "/" in name else name


def in_full_parts(text: str) -> str:
    """Return a name with the parts that are cut so in Ethiopic letters in full: ገ/ማርያም is ገብረማርያም."""
    return _OWN_CUT.sub(lambda found: _OWN_PARTS[found[1]], text)
