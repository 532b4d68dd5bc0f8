"""The Cedar schema of a bundle: its structure is a file, its vocabularies come from the registers and the ontology."""

from collections.abc import Mapping

from graph import JUDGEMENT_KIND, LINK_KIND, Ontology, SubjectRole
from policies.bundles.registers import Registers
from policies.bundles.vocabulary import Caveat, HitMode, Sector, Tlp


def vocabularies(registers: Registers, ontology: Ontology) -> dict[str, tuple[str, ...]]:
    """Return the closed vocabularies by the name of their Cedar type, each sorted."""
    words: dict[str, tuple[str, ...]] = {
        "Tlp": tuple(Tlp),
        "Caveat": tuple(Caveat),
        "Sector": tuple(Sector),
        "HitMode": tuple(HitMode),
        "SubjectRole": tuple(SubjectRole),
        "Kind": (*ontology.kinds, LINK_KIND, JUDGEMENT_KIND),
        "Party": tuple(registers.parties),
        "Jurisdiction": tuple(registers.jurisdictions),
        "Community": tuple(registers.communities),
        "Profile": tuple(registers.profiles),
        "Purpose": tuple(registers.purposes),
        "Role": tuple(registers.roles),
        "Agreement": tuple(registers.agreements),
    }
    return {name: tuple(sorted(str(w) for w in values)) for name, values in words.items()}


def schema_text(structure: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """Return the whole schema: one enumerated type per vocabulary, then the structure."""
    # Cedar refuses an empty enumeration; the word below is no valid code, so that no policy can mean it.
    lines = [
        f"entity {name} enum [{', '.join(_quoted(v) for v in values or ('(none)',))}];"
        for name, values in words.items()
    ]
    return "\n".join(lines) + "\n\n" + structure


def _quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
