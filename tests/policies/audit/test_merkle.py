"""The trees follow RFC 6962 and RFC 9162: known roots, proofs that hold for all sizes, and none that holds wrongly."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.audit.merkle import (
    EMPTY_ROOT,
    LeafList,
    TreeFolder,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    node_hash,
    root_of_inclusion,
)
from policies.errors import AuditError
from tests.examples import examples

# The inputs and roots that the Certificate Transparency projects test their trees with.
INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def reference_root(hashes: list[bytes]) -> bytes:
    """Return the root by the definition of RFC 6962, section 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(reference_root(hashes[:split]), reference_root(hashes[split:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_known_roots_are_reproduced(tmp_path: Path, size: int) -> None:
    hashes = [leaf_hash(data) for data in INPUTS[:size]]
    tree = TreeFolder(tmp_path, 0)
    tree.append(hashes)

    assert LeafList(hashes).root().hex() == ROOTS[size]
    assert tree.root().hex() == ROOTS[size]


def test_the_empty_tree_has_the_hash_of_nothing(tmp_path: Path) -> None:
    assert TreeFolder(tmp_path, 0).root() == LeafList([]).root() == EMPTY_ROOT == hashlib.sha256(b"").digest()


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_batches_in_files_give_the_root_of_the_definition(
    tmp_path_factory: pytest.TempPathFactory, batches: list[int]
) -> None:
    tree = TreeFolder(tmp_path_factory.mktemp("tree"), 0)
    every = leaves(sum(batches))
    done = 0
    for count in batches:
        tree.append(every[done : done + count])
        done += count

        assert tree.size == done
        assert tree.root() == reference_root(every[:done])


def test_what_stands_behind_the_size_is_written_over(tmp_path: Path) -> None:
    """A run that was killed before it said that it was done leaves hashes behind."""
    every = leaves(20)
    TreeFolder(tmp_path, 0).append(every[:7])
    TreeFolder(tmp_path, 7).append(leaf_hash(b"lost") for _ in range(9))
    tree = TreeFolder(tmp_path, 7)
    tree.append(every[7:])

    assert tree.root() == reference_root(every)
    assert [tree.hashes(height) for height in range(5)] == [b"".join(LeafList(every).level(h)) for h in range(5)]


@pytest.mark.parametrize("size", [*range(1, 34), 64, 65, 100])
def test_every_leaf_is_proved_and_no_other_one_is(size: int) -> None:
    every = leaves(size)
    tree = LeafList(every)
    for index in range(size):
        proof = inclusion_proof(tree, index, size)

        assert root_of_inclusion(every[index], index, size, proof) == tree.root()
        assert root_of_inclusion(leaf_hash(b"other"), index, size, proof) != tree.root()
        assert root_of_inclusion(every[index], index + 1, size, proof) != tree.root()
        assert root_of_inclusion(every[index], index, size, [*proof, every[0]]) != tree.root()
        assert not proof or root_of_inclusion(every[index], index, size, proof[:-1]) != tree.root()


@pytest.mark.parametrize("new", [*range(1, 20), 32, 33])
def test_every_smaller_tree_is_a_beginning_and_no_fork_is(new: int) -> None:
    every = leaves(new)
    tree = LeafList(every)
    for old in range(1, new + 1):
        proof = consistency_proof(tree, old, new)
        fork = LeafList([*every[: old - 1], leaf_hash(b"fork")]).root()

        assert is_consistent(old, tree.root(old), new, tree.root(), proof)
        assert not is_consistent(old, fork, new, tree.root(), proof)
        assert not is_consistent(old, tree.root(old), new, fork if old != new else leaf_hash(b"x"), proof)
        for place in range(len(proof)):
            changed = [*proof[:place], leaf_hash(b"changed"), *proof[place + 1 :]]
            assert not is_consistent(old, tree.root(old), new, tree.root(), changed)
            assert not is_consistent(old, tree.root(old), new, tree.root(), proof[:place] + proof[place + 1 :])


def test_what_a_tree_does_not_hold_is_refused(tmp_path: Path) -> None:
    tree = LeafList(leaves(4))
    for index, size in ((4, 4), (-1, 4), (0, 0)):
        with pytest.raises(AuditError, match="no such leaf"):
            inclusion_proof(tree, index, size)
        assert root_of_inclusion(leaf_hash(b""), index, size, []) is None
    for old, new in ((0, 4), (5, 4)):
        with pytest.raises(AuditError, match="from a smaller tree"):
            consistency_proof(tree, old, new)
    cut = TreeFolder(tmp_path, 0)
    cut.append(leaves(3))
    (tmp_path / "level-00").write_bytes(b"short")
    with pytest.raises(AuditError, match="is cut short"):
        cut.leaf(2)
