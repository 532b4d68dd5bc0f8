"""A text that nests too deep is refused before Cedar sees it: in Cedar it would take the process with it."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import SIGNATURE_FILE, BundleError, SignatureError, load_bundle, promote, sign_bundle
from policies.bundles import nesting
from policies.bundles.nesting import MAX_HEIGHT, MAX_NESTING, check_nesting
from policies.bundles.statements import split_statements
from policies.checks import promotion
from tests.examples import examples
from tests.policies.bundles.test_signing import trusting
from tests.policies.deep_texts import CONDITION, DEEP, FITTING
from tests.policies.edited_bundles import copied_bundle, edit

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
PACK = "packs/th/pack.cedar"
Item = str | tuple[str, list["Item"]]


@pytest.mark.parametrize("shape", DEEP)
def test_what_is_too_deep_is_refused_with_file_and_line(tmp_path: Path, shape: str) -> None:
    folder = copied_bundle(tmp_path)
    line = edit(folder, PACK, CONDITION, f"{DEEP[shape]} &&\n  {CONDITION}")

    with pytest.raises(BundleError) as caught:
        load_bundle(folder)

    assert caught.value.file == PACK
    # A row of operators is told with the bracket that holds it, here that of `when {`.
    assert line - 7 <= caught.value.line <= line
    assert caught.value.problem in {
        f"nests more than {MAX_NESTING} levels deep",
        f"holds more operators in a row than {MAX_HEIGHT}: name what is compared in a list with `contains`, "
        "or write several policies",
    }


def test_a_schema_that_nests_too_deep_is_refused(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    line = edit(folder, "schema.cedarschema", "Set<Role>", "Set<" * 5_000 + "Role" + ">" * 5_000)

    with pytest.raises(BundleError) as caught:
        load_bundle(folder)

    assert str(caught.value) == f"schema.cedarschema:{line}: nests more than {MAX_NESTING} levels deep"


def test_yaml_that_nests_too_deep_is_refused(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    line = edit(folder, "profiles.yml", "caveats: []", "caveats: " + "[" * 5_000 + "]" * 5_000)

    with pytest.raises(BundleError) as caught:
        load_bundle(folder)

    assert (caught.value.file, caught.value.line) == ("profiles.yml", line)
    assert "exceeded maximum nesting depth" in caught.value.problem


@pytest.mark.long
def test_what_is_accepted_leaves_cedar_room_on_a_small_stack() -> None:
    # In a process of its own, which a crash would take; an eighth of the stack that a thread of the API has.
    script = (
        "import threading\n"
        "from tests.policies.deep_texts import parse_all\n"
        "threading.stack_size(1 << 20)\n"
        "thread = threading.Thread(target=parse_all)\n"
        "thread.start(); thread.join()\n"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, f"{len(FITTING)}\n", "")


@pytest.mark.parametrize("shape", FITTING)
def test_what_fits_is_accepted(shape: str) -> None:
    check_nesting(FITTING[shape], PACK)


def test_the_shipped_bundle_stays_far_below_the_bounds() -> None:
    with mock.patch.multiple(nesting, MAX_NESTING=MAX_NESTING // 4, MAX_HEIGHT=MAX_HEIGHT // 4):
        files = load_bundle().files
        for name in files.contents:
            if name.endswith(".cedar"):
                check_nesting(files.text(name), name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("permit (principal, action, resource)\nwhen { (true };", "2: `}` closes no bracket that is open here"),
        ("permit (principal,\naction in [resource);", "2: `)` closes no bracket that is open here"),
        ("permit (principal, action, resource)\nwhen { true ;\npermit (", "2: `{` is not closed"),
        ("permit (principal, action, resource)); ", "1: `)` closes no bracket that is open here"),
        ('// (\n@note("((\\"[") permit (', "2: `(` is not closed"),
    ],
)
def test_a_bracket_without_its_other_half_is_told_where_it_stands(text: str, told: str) -> None:
    with pytest.raises(BundleError) as caught:
        check_nesting(text, "pack.cedar")

    assert str(caught.value) == f"pack.cedar:{told}"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_comment_ends_where_cedar_ends_it(end: str) -> None:
    deep = "(" * (MAX_NESTING + 1)

    with pytest.raises(BundleError, match="nests more than"):
        check_nesting(f"// a comment{end}{deep}", "pack.cedar")
    check_nesting(f"// a comment {deep}{end}", "pack.cedar")
    assert len(split_statements(f"permit (principal, action, resource) // ;{end};")) == 1


def test_a_tampered_bundle_is_refused_before_anything_in_it_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, key = copied_bundle(tmp_path), Ed25519PrivateKey.generate()
    edit(folder, "bundle.yml", "development: true", "development: false")
    signed = sign_bundle(load_bundle(folder), key, kid="office", signer="office", at=NOW)
    (folder / SIGNATURE_FILE).write_text(signed, encoding="utf-8")
    trusted = trusting(tmp_path, office=key)
    edit(folder, PACK, CONDITION, f"{DEEP['parentheses']} &&\n  {CONDITION}")
    monkeypatch.setattr(promotion, "assemble_bundle", lambda *_, **__: pytest.fail("it was parsed"))

    with pytest.raises(SignatureError, match=r"^the signature covers other content: something was changed"):
        promote(folder, trusted=trusted, now=NOW)


PIECE_ENDS = ("&&", "||", "if", "then", "else")
OTHERS = ("==", "!=", "<", ">=", "+", "*", ".", "!", "-", "in", "has", "like", "is")
NEITHER = ("a", "iffy", "7", "::", "resource", "@", "?", '"(\\"["', '"if"', "// ( ]\n", "// {\r")
ITEMS: st.SearchStrategy[list[Item]] = st.recursive(
    st.lists(st.sampled_from((*PIECE_ENDS, *OTHERS, *NEITHER, ",")), max_size=8),
    lambda inner: st.lists(
        st.one_of(st.sampled_from((*PIECE_ENDS, *OTHERS, *NEITHER, ",")), st.tuples(st.sampled_from("([{"), inner)),
        max_size=8,
    ),
    max_leaves=30,
)


@pytest.mark.long
@given(items=ITEMS)
@settings(max_examples=examples(400), deadline=None)
def test_depth_and_height_are_those_of_an_obvious_reference(items: list[Item]) -> None:
    text, deep, high = f"{{{_text(items)}}}", 1 + _depth(items), _height(items)

    assert not _is_refused(text, deep, high)
    assert _is_refused(text, deep - 1, high)
    assert high == 0 or _is_refused(text, deep, high - 1)


def _is_refused(text: str, deep: int, high: int) -> bool:
    with mock.patch.multiple(nesting, MAX_NESTING=deep, MAX_HEIGHT=high):
        try:
            check_nesting(text, "t")
        except BundleError:
            return True
    return False


def _text(items: list[Item]) -> str:
    closing = {"(": ")", "[": "]", "{": "}"}
    return " ".join(i if isinstance(i, str) else f"{i[0]}{_text(i[1])} {closing[i[0]]}" for i in items)


def _split(items: list[Item], words: tuple[str, ...]) -> list[list[Item]]:
    found: list[list[Item]] = [[]]
    for item in items:
        if isinstance(item, str) and item in words:
            found.append([])
        else:
            found[-1].append(item)
    return found


def _height(items: list[Item]) -> int:
    """The most that a path through the tree can pass: all that joins pieces, then all of one piece, then a bracket."""
    found = [0]
    for part in _split(items, (",",)):
        joining = sum(i in ("&&", "||", "if") for i in part)
        for piece in _split(part, PIECE_ENDS):
            groups = [_height(i[1]) for i in piece if not isinstance(i, str)]
            own = len(groups) + sum(i in OTHERS for i in piece if isinstance(i, str))
            found.append(joining + own + max(groups, default=0))
    return max(found)


def _depth(items: list[Item]) -> int:
    """The most brackets, `if` and signs before an operand that are open at one place."""
    found = [0]
    for place, item in enumerate(items):
        before = [*items[:place], item]
        part = _split(before, (",",))[-1]
        piece = _split(part, PIECE_ENDS)[-1]
        open_here = sum(i == "if" for i in part) + sum(i in ("!", "-") for i in piece if isinstance(i, str))
        found.append(open_here if isinstance(item, str) else open_here + 1 + _depth(item[1]))
    return max(found)
