"""Names of people, companies and places: canonical text, and the script they are written in."""

import re
import unicodedata
from bisect import bisect_right

from graph.values.documents.machine_readable import is_machine_readable
from graph.values.garbled import GARBLED, is_garbled
from graph.values.nameless.placeholder_names import is_placeholder_name
from graph.values.text import fault, fold_text
from graph.values.value import NormalisedValue, invalid, possible, valid
from graph.values.zawgyi import READ_FROM_ZAWGYI, zawgyi_in_unicode

# First code point of each range and the script of its letters; None where letters tell no script.
_RANGES: tuple[tuple[int, str | None], ...] = (
    (0x0041, "latin"),
    (0x0250, None),
    (0x0370, "greek"),
    (0x0400, "cyrillic"),
    (0x0530, "other"),
    (0x0600, "arabic"),
    (0x0780, "other"),
    (0x08A0, "arabic"),
    (0x0900, "devanagari"),
    (0x0980, "bengali"),
    (0x0A00, "other"),
    (0x0B80, "tamil"),
    (0x0C00, "other"),
    (0x0E00, "thai"),
    (0x0E80, "lao"),
    (0x0F00, "other"),
    (0x1000, "burmese"),
    (0x10A0, "other"),
    (0x1100, "hangul"),
    (0x1200, "other"),
    (0x1780, "khmer"),
    (0x1800, "other"),
    (0x1D00, None),
    (0x1E00, "latin"),
    (0x1F00, "greek"),
    (0x2000, None),
    (0x2E80, "han"),
    (0x3040, "kana"),
    (0x3100, "other"),
    (0x3130, "hangul"),
    (0x3190, "other"),
    (0x31F0, "kana"),
    (0x3400, "han"),
    (0xA000, "other"),
    (0xA9E0, "burmese"),
    (0xAA00, "other"),
    (0xAA60, "burmese"),
    (0xAA80, "other"),
    (0xAC00, "hangul"),
    (0xD7A4, "other"),
    (0xF900, "han"),
    (0xFB00, "latin"),
    (0xFB07, "other"),
    (0xFB50, "arabic"),
    (0xFE00, "other"),
    (0xFF21, "latin"),
    (0xFF66, "kana"),
    (0xFFA0, "other"),
    (0x20000, "han"),
    (0x32000, "other"),
)
_STARTS = tuple(start for start, _ in _RANGES)

_LATIN_ONLY = re.compile(r"[\x00-\u024f\u1e00-\u1eff]*")


def script_of(text: str) -> str | None:
    """Return the script of a text's letters: `thai`, `latin`, ... `mixed` for several, None where it has no letter."""
    if _LATIN_ONLY.fullmatch(text):
        return "latin" if text[:1].isalpha() or any(map(str.isalpha, text)) else None
    scripts = {_script(c) for c in text if unicodedata.category(c)[0] == "L"} - {None}
    if not scripts:
        return None
    return scripts.pop() if len(scripts) == 1 else "mixed"


def _script(letter: str) -> str | None:
    at = bisect_right(_STARTS, ord(letter)) - 1
    return _RANGES[at][1] if at >= 0 else None


def normalise_name(raw: str) -> NormalisedValue:
    """Return a name in its canonical form; its type is the script (`thai`, `khmer`, `latin`, ... `mixed`).

    A name never has a key: equal names are not identity.
    """
    reason = fault(raw)
    if reason is not None:
        return invalid(raw, "name", reason)
    folded = fold_text(raw)
    if is_placeholder_name(folded):
        return invalid(raw, "name", "a placeholder for a name that is not known")
    if "<<" in folded and is_machine_readable(folded):
        return invalid(raw, "name", "machine-readable lines of a document")
    if is_garbled(folded):
        return invalid(raw, "name", GARBLED)
    script = script_of(folded)
    if script is None:
        return invalid(raw, "name", "holds no letter")
    if zawgyi_in_unicode(raw) != raw:
        return possible(raw, folded, script, READ_FROM_ZAWGYI)
    return valid(raw, folded, script)
