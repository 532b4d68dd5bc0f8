"""Two names of Burma that a clerk's ear, and one another's spelling, make one: Ei (အိ) and Aye (အေး).

Whoever is called Ei Phyu is not Aye Phyu, and two sisters may be. Spelt E or Ae it may be either.
"""

from __future__ import annotations

import re

from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.script import Script

# No other vowel sign and no final behind the vowel: အို, အိန္ and အော are other syllables.
_NO_MORE = "(?![ုာ]|[က-အ]့?[်္])"
_EI, _AYE = re.compile(f"အိ{_NO_MORE}"), re.compile(f"အေ{_NO_MORE}")
# In Latin letters a word may go on (Eiphyu, Ayephyu), but Eisha and Ayesha are one name from elsewhere.
_EI_IN_LATIN = re.compile(r"\bei(?!sh[ae])")
_AYE_IN_LATIN = re.compile(r"\b(?:ay(?:ee?)?)+\b|\baye(?!sh[ae])")


def are_ei_and_aye(left: NameForm, right: NameForm) -> bool:
    """Tell whether one name has Ei where the other has Aye, in either writing.

    Args:
        left: a person's name.
        right: another that agrees with it.
    """
    return {_said_in(left), _said_in(right)} == {(True, False), (False, True)}


def _said_in(form: NameForm) -> tuple[bool, bool]:
    """Return whether a name has an Ei, and whether it has an Aye."""
    if form.script is Script.LATIN:
        text, ei, aye = " ".join(form.tokens), _EI_IN_LATIN, _AYE_IN_LATIN
    else:
        text, ei, aye = form.native, _EI, _AYE
    return ei.search(text) is not None, aye.search(text) is not None
