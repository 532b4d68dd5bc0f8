"""Files of records to submit: what they say, what of a form is left out, and what is refused with its line."""

from pathlib import Path

import pytest

from ingest import (
    SubmissionFile,
    SubmissionFileError,
    SubmittedLink,
    SubmittedRecord,
    load_submission,
    parse_submission,
)

PROFILES = {"law-enforcement": "For law enforcement", "victim-protection": "Victims, and what victims told"}
KNOWN = "known are `law-enforcement` (For law enforcement); `victim-protection` (Victims, and what victims told)"
CALL = """
dataset: calls
reference: H26-077
profile: victim-protection
country: Cambodia
evaluation: B2
asserted_at: 2026-11-30T22:15:00+07:00
records:
  victim:
    kind: Person
    subject_role: presumed-victim
    properties:
      name: នី ម៉ាដេ   # in her own script
      alias: [Ni Made Example, ""]
      age: 22
      sex:
  house:
    kind: Site
    reference: P-1
    profile: law-enforcement
    evaluation: A1
    asserted_at: 2026-12-01
    properties: {name: "Example Park, #12"}
  recruiter:
    kind: Person
    properties:
      name:
      alias: [""]
  caller: {kind: PhoneNumber, properties: }
links:
  - {type: HELD_AT, from: victim, to: house, since: 2026-11, note: third floor}
  - {type: RECRUITED, from: recruiter, to: victim}
  - {type: MOVED_TO, from: {reference: P-0}, to: house, profile: law-enforcement}
"""
LEAST = """dataset: calls
reference: c
profile: law-enforcement
records:
  n:
    kind: PhoneNumber
    properties:
      number: 077 474 938
"""


def read(text: str) -> SubmissionFile:
    return parse_submission(text, name="call.yml", profiles=PROFILES)


def problem(text: str) -> str:
    with pytest.raises(SubmissionFileError) as caught:
        read(text)
    return str(caught.value)


def test_a_call_is_read_with_what_holds_for_all_of_it() -> None:
    found = read(CALL)
    assert (found.dataset, found.profile, found.country) == ("calls", "victim-protection", "KH")
    victim, house, held, moved = (named.item for named in found.items)
    assert victim == SubmittedRecord(
        kind="Person",
        reference="H26-077-victim",
        properties={"name": ["នី ម៉ាដេ"], "alias": ["Ni Made Example"], "age": ["22"]},
        subject_role="presumed-victim",
        evaluation="B2",
        asserted_at="2026-11-30T22:15:00+07:00",
    )
    assert house == SubmittedRecord(
        kind="Site",
        reference="P-1",
        properties={"name": ["Example Park, #12"]},
        profile="law-enforcement",
        evaluation="A1",
        asserted_at="2026-12-01",
    )
    assert held == SubmittedLink(
        type="HELD_AT",
        reference="H26-077-victim HELD_AT P-1",  # without its times
        source_reference="H26-077-victim",
        target_reference="P-1",
        evaluation="B2",
        since="2026-11",
        note="third floor",
    )
    assert isinstance(moved, SubmittedLink)
    assert (moved.source_reference, moved.target_reference, moved.profile) == ("P-0", "P-1", "law-enforcement")
    named = [(n.name, n.line) for n in found.items]
    assert named == [("victim", 9), ("house", 17), ("victim HELD_AT house", 31), ("P-0 MOVED_TO house", 33)]


def test_what_nobody_filled_in_is_left_out_with_its_links_and_named() -> None:
    assert read(CALL).left_out == ("recruiter", "caller")


def test_json_is_read_as_well() -> None:
    text = '{"dataset": "calls", "records": {"n": {"kind": "PhoneNumber", "reference": "n", "profile": "law-enforcement", "properties": {"number": ["077 474 938"]}}}}'  # noqa: E501 - one line, as a program writes it
    [named] = read(text).items
    assert named.item == SubmittedRecord(
        kind="PhoneNumber", reference="n", profile="law-enforcement", properties={"number": ["077 474 938"]}
    )


NUMBER = "number: 077 474 938"
LOST = "line 8: what stands behind `#` would be left out as a remark; put text with `:`"
SIGNED = "line 8: the word with `{}` in front would be left out as a sign of YAML; put text with `:`"
NO_PROFILE = (
    "line 4: `n` has no handling profile, which says who may learn of it: say `profile` at the top for all, or here; "
)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("profile: law-enforcement\n", "", f"{NO_PROFILE}{KNOWN}"),
        ("profile: law-enforcement", "profile:", "line 5: `n` has no handling profile"),
        ("law-enforcement", "law-enforcment", f"line 3: unknown handling profile `law-enforcment`; {KNOWN}"),
        ("reference: c\n", "", "line 4: `n` needs a `reference`, or the file one for the whole call"),
        ("dataset: calls\n", "", "line 1: `dataset` is missing"),
        ("dataset: calls", "dataset: Our calls", "line 1: `Our calls` is no code: small letters and digits"),
        ("records:", "country: Kambodja-land\nrecords:", "line 4: `Kambodja-land` is no country"),
        ("PhoneNumber", "Phone", "line 6: unknown kind `Phone`"),
        ("PhoneNumber", "PhoneNumber\n    role: x", "line 7: unknown word `role`"),
        ("PhoneNumber", "PhoneNumber\n    subject_role: victim", "line 7: unknown subject role `victim`"),
        ("PhoneNumber", "PhoneNumber\n    evaluation: Z9", "line 7: an evaluation is a letter A, B, C or X"),
        (NUMBER, "phone: 077", "line 8: unknown property of `PhoneNumber` `phone`: known are `"),
        (NUMBER, "number:", "line 5: nothing is filled in, so there is nothing to file"),
        (NUMBER, "number: 077 #474", LOST),
        (NUMBER, "number: #474", LOST),
        (NUMBER, "number: ០៧៧ #474", LOST),
        (NUMBER, "number: House # 474", LOST),
        (NUMBER, "number: House # ៤៧៤", LOST),
        ("938", "938\nlinks:\n  - type: USES\n    from: n #474\n    to: n", LOST.replace("8", "11", 1)),
        ("kind: PhoneNumber", "kind: PhoneNumber # 2", LOST.replace("8", "6", 1)),
        (NUMBER, "number: !474 938", SIGNED.format("!")),
        (NUMBER, "number: !474", SIGNED.format("!")),
        (NUMBER, "number: !!! 474", SIGNED.format("!")),
        (NUMBER, "number: [077, !474 938]", SIGNED.format("!")),
        (NUMBER, "number: &474 938", SIGNED.format("&")),
        (NUMBER, "number: |\n        077\n    !x subject_role: other", "line 10: the word with `!` in front"),
        (NUMBER, "number: @474", "line 8: is not YAML: found character that cannot start any token; put text with"),
        (NUMBER, "number: his: 474", "line 8: is not YAML: mapping values are not allowed"),
        (NUMBER, "number: {a: 474}", "line 8: one word is expected here"),
        ("938", "938\nlinks: [{type: USE, from: n, to: n}]", "line 9: unknown type of link `USE`"),
        ("938", "938\nlinks: [{type: USES, from: m, to: n}]", "line 9: unknown record `m`"),
        ("938", "938\nlinks: [{type: USES, to: n}]", "line 9: `from` is missing"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_nothing_of_the_values(old: str, new: str, told: str) -> None:
    assert read(LEAST).items
    assert old in LEAST
    found = problem(LEAST.replace(old, new, 1))
    assert found.startswith(f"`call.yml`, {told}")
    assert "474" not in found


def test_a_link_needs_a_profile_of_its_own_where_the_file_has_none() -> None:
    text = LEAST.replace("profile: law-enforcement\n", "").replace("kind: P", "profile: law-enforcement\n    kind: P")
    linked = f"{text}links:\n  - {{type: RELATED_TO, from: n, to: n}}\n"
    assert problem(linked).startswith("`call.yml`, line 10: `n RELATED_TO n` has no handling profile")


def test_a_file_is_read_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "call.yml"
    path.write_text(LEAST, encoding="utf-8-sig")
    assert load_submission(path, profiles=PROFILES) == read(LEAST)
    with pytest.raises(SubmissionFileError, match=r"^`none\.yml`: cannot be read: no such file or directory$"):
        load_submission(tmp_path / "none.yml", profiles=PROFILES)
    path.write_bytes(b"dataset: calls\nreference: \xff")
    with pytest.raises(SubmissionFileError, match=r"^`call\.yml`, line 2: is not UTF-8$"):
        load_submission(path, profiles=PROFILES)
