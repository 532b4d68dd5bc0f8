"""A bundle's files are read once while they and what they are read by stand as they stood."""

from pathlib import Path

from graph import load_ontology
from policies import load_bundle
from tests.policies.edited_bundles import copied_bundle, edit

TH = "packs/th/pack.cedar"


def test_what_was_read_before_says_the_same_beside_what_changed(tmp_path: Path) -> None:
    """A file that stands as it stood is read once, but anew where a register changed, by which it was read."""
    folder = copied_bundle(tmp_path)
    before = load_bundle(folder)
    (folder / TH).write_text("// a remark\n" + (folder / TH).read_text(encoding="utf-8"), encoding="utf-8")
    changed = load_bundle(folder)
    edit(folder, "agreements.yml", "valid_until: 2026-01-01", "valid_until: 2026-02-01")
    renewed = load_bundle(folder)

    assert {p.line - q.line for p, q in zip(changed.policies, before.policies, strict=True) if p.file == TH} == {1}
    assert [p for p in changed.policies if p.file != TH] == [p for p in before.policies if p.file != TH]
    assert changed.version == before.version != renewed.version
    pilots = [[p.force for p in b.policies if p.basis == "border-pilot"] for b in (changed, renewed)]
    assert pilots[0] != pilots[1]
    alone = load_bundle(folder, ontology=load_ontology())
    assert (renewed.version, renewed.policies) == (alone.version, alone.policies)
