"""Compare two names as a whole, without regard to their spaces."""

from __future__ import annotations

from entity_resolution.names.comparing.pairing import Found, cut_like, share_of_worst
from entity_resolution.names.prepared import SPELLED, PreparedName, whole_readings
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.tongues.closeness import closest, closest_words, sound_similarity

# Below the one names are different, whatever the exact figure; from the other on no other way to compare is tried.
WEAK, NEARLY_SAME = 0.64, 0.97


def compare_whole(left: PreparedName, right: PreparedName, tongue: Tongue) -> Found:
    """Compare whole readings of two names without regard to spaces."""
    similarity, one, other = closest(whole_readings(left.form), whole_readings(right.form), tongue)
    words = left.form.tokens if left.form.script in SPELLED else right.form.tokens
    if tongue is Tongue.GENERAL and _have_swapped_letters(left, right):
        similarity = max(similarity, closest_words(left.words[0], right.words[0], tongue).similarity)
    if len(words) > 1 and WEAK <= similarity < NEARLY_SAME and _one_is_read(left, right):
        reading = other if left.form.script in SPELLED else one
        similarity *= share_of_worst(reading, words, tongue)
    return Found(similarity, one, other, f"read as {tongue}", in_order=True)


def _have_swapped_letters(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two spelled names of one word have the same letters in another order: Wahyudi, Wahuydi.

    What else may be a slip in a word of a longer name is another name where the word stands alone: Brno, Bruno.
    """
    if len(left.form.tokens) != 1 or len(right.form.tokens) != 1 or left.form.script is not right.form.script:
        return False
    (one,), (other,) = left.form.tokens, right.form.tokens
    return left.form.script in SPELLED and len(one) == len(other) and sorted(one) == sorted(other)


def _one_is_read(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether one name is spelled, and the other read from a script that writes its words together."""
    return (left.form.script in SPELLED) is not (right.form.script in SPELLED)


def _across_spaces(left: PreparedName, right: PreparedName, tongue: Tongue, found: Found) -> Found:
    """Raise a likeness of spelled names without spaces to that of their sounds: no TCH stands in Wirayut Chan-o-sot."""
    if found.similarity == 1.0 or left.form.script not in SPELLED or right.form.script not in SPELLED:
        return found
    similarity = sound_similarity(left.form.latin[0], right.form.latin[0], tongue)
    return found._replace(similarity=max(found.similarity, similarity))


def closed_up(left: PreparedName, right: PreparedName, tongue: Tongue) -> Found:
    """Compare names whose spaces may stand elsewhere; spelled ones by the words that are left once they stand alike."""
    whole = _across_spaces(left, right, tongue, compare_whole(left, right, tongue))
    fewest = min(len(left.words), len(right.words))
    if whole.similarity == 1.0 or fewest == 1 or len(left.words) == len(right.words):
        return whole
    if left.form.script not in SPELLED or right.form.script not in SPELLED:
        return whole
    cut = cut_like(left, right, tongue)
    return whole._replace(similarity=min(whole.similarity, cut.similarity))
