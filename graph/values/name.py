"""Names of people, companies and places in their canonical form."""

from graph.values.documents.machine_readable import is_machine_readable
from graph.values.escaped import ESCAPED, READ_FROM_ESCAPES, holds_parts_of_escapes, without_escapes
from graph.values.garbled import GARBLED, is_garbled
from graph.values.nameless.placeholder_names import is_placeholder_name
from graph.values.script import script_of_text
from graph.values.text import fault, fold_text
from graph.values.value import NormalisedValue, invalid, possible, valid
from graph.values.vietnamese_fonts import READ_FROM_FONT, vietnamese_in_unicode
from graph.values.zawgyi import READ_FROM_ZAWGYI, zawgyi_in_unicode


def normalise_name(raw: str) -> NormalisedValue:
    """Return a name in its canonical form; its type is the script (`thai`, `khmer`, `latin`, ... `mixed`).

    A name never has a key: equal names are not identity.
    """
    reason = fault(raw)
    if reason is not None:
        return invalid(raw, "name", reason)
    text, shown = without_escapes(raw), letters_of_name(raw)
    folded = fold_text(shown)
    if is_placeholder_name(folded):
        return invalid(raw, "name", "a placeholder for a name that is not known")
    if "<<" in folded and is_machine_readable(folded):
        return invalid(raw, "name", "machine-readable lines of a document")
    if is_garbled(folded):
        return invalid(raw, "name", GARBLED)
    if holds_parts_of_escapes(folded):
        return invalid(raw, "name", ESCAPED)
    script = script_of_text(folded)
    if script is None:
        return invalid(raw, "name", "holds no letter")
    if text != raw:
        return possible(raw, folded, script, READ_FROM_ESCAPES)
    if shown != text:
        return possible(raw, folded, script, READ_FROM_FONT)
    if zawgyi_in_unicode(raw) != raw:
        return possible(raw, folded, script, READ_FROM_ZAWGYI)
    return valid(raw, folded, script)


def letters_of_name(raw: str) -> str:
    """Return a name with the letters that are meant: written by numbers, or typed for an old Vietnamese font."""
    return vietnamese_in_unicode(without_escapes(raw))
