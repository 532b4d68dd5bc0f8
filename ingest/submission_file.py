"""Reads records to submit from a file that a person filled in: the words of a mapping, with values for its columns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph import (
    KindSchema,
    MarkedYaml,
    Ontology,
    SubjectRole,
    load_ontology,
    parse_marked_yaml,
    read_text_of,
    written_parts,
)
from graph.values import country_hint, fold_reference, normalise_country
from ingest.errors import SubmissionFileError
from ingest.records import link_reference
from ingest.submission import SubmittedItem, SubmittedLink, SubmittedRecord
from ingest.tables.mapping_file import SLUG_FORM, is_slug, parse_evaluation
from ingest.values.told_ages import inputs_of

_TOP_WORDS = ("reference", "profile", "country", "asserted_at", "evaluation", "links")
_RECORD_WORDS = ("reference", "profile", "evaluation", "subject_role", "asserted_at", "properties")
_LINK_WORDS = ("reference", "profile", "evaluation", "since", "until", "note")
# A remark has a space and a word behind its sign; `#12` and `# 12` are numbers of houses, which YAML takes for remarks.
_CUT = re.compile(r"\s+#(\S|\s+\d)")
_IN_QUOTES = "put text with `:`, `#`, `@`, `!`, `&`, `*` or quotes in double quotes"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedItem:
    """An item of a file with what the file calls it, `victim` or `victim HELD_AT house`, and its line, from 1."""

    name: str
    line: int
    item: SubmittedItem


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFile:
    """What a file submits: records, then links, in its order.

    `call`: the reference of the whole call, if it has one. `left_out` are the records of which nothing is filled in;
    their links are left out with them. `references`: those of its records by what it calls them, of those left out too.
    """

    dataset: str
    profile: str | None
    country: str | None
    items: tuple[NamedItem, ...]
    left_out: tuple[str, ...] = ()
    call: str | None = None
    references: Mapping[str, str] = field(default_factory=dict)


def load_submission(path: Path, *, profiles: Mapping[str, str], ontology: Ontology | None = None) -> SubmissionFile:
    """Return what a file in UTF-8 submits; see `parse_submission`.

    Raises:
        SubmissionFileError: it cannot be read, or says what `parse_submission` refuses.
    """
    return parse_submission(read_text_of(path, _error_at), name=path.name, profiles=profiles, ontology=ontology)


def parse_submission(
    text: str, *, name: str, profiles: Mapping[str, str], ontology: Ontology | None = None
) -> SubmissionFile:
    """Return the records and links that a text submits. Values are read as they are submitted, and not here.

    Args:
        text: YAML, of which JSON is a part.
        name: what messages call it.
        profiles: the registered handling profiles by their names, each with its title.
        ontology: the product's own where it is left out.

    Raises:
        SubmissionFileError: it is no YAML, names what does not exist, lacks what it must say, or nothing is filled in.
    """
    top = parse_marked_yaml(text, name, _error_at)
    _check_whole(text, name)
    reader = _Reader(top, profiles, ontology if ontology is not None else load_ontology())
    return reader.read()


def _error_at(file: str, line: int, problem: str) -> SubmissionFileError:
    return SubmissionFileError(file, line, f"{problem}; {_IN_QUOTES}" if problem.startswith("is not YAML") else problem)


def _check_whole(text: str, name: str) -> None:
    """Refuse a text of which words would be lost: behind `#`, or as a tag, an anchor or an alias."""
    lines = text.splitlines()
    for part in written_parts(text):
        if part.sign is not None:
            problem = f"the word with `{part.sign}` in front would be left out as a sign of YAML"
            raise SubmissionFileError(name, part.line, f"{problem}; {_IN_QUOTES}")
        if part.plain_end is not None and _CUT.match(_rest(lines, *part.plain_end)):
            problem = "what stands behind `#` would be left out as a remark"
            raise SubmissionFileError(name, part.line, f"{problem}; {_IN_QUOTES}")


class _Reader:
    def __init__(self, top: MarkedYaml, profiles: Mapping[str, str], ontology: Ontology) -> None:
        self._top = top
        self._profiles = profiles
        self._ontology = ontology
        self._words = top.fields(required=("dataset", "records"), optional=_TOP_WORDS)
        self._profile = self._known_profile(self._words)
        self._references: dict[str, str] = {}
        self._left_out: list[str] = []
        self._blank_references: dict[str, str] = {}

    def read(self) -> SubmissionFile:
        section = self._words["records"]
        called = zip(section.names(), section.entries().items(), strict=True)
        records = [found for at, (name, words) in called if (found := self._record(name, at, words)) is not None]
        links = [found for at in self._members("links") if (found := self._link(at)) is not None]
        self._check_twice(links)
        if not records:
            section.fail("nothing is filled in, so there is nothing to file")
        return SubmissionFile(
            dataset=self._dataset(),
            profile=self._profile,
            country=self._country(),
            items=(*records, *links),
            left_out=tuple(self._left_out),
            call=self._said(self._words, "reference"),
            references={**self._references, **self._blank_references},
        )

    def _check_twice(self, links: Iterable[NamedItem]) -> None:
        """Refuse links that one reference would make one, though the file says something else in each."""
        first: dict[tuple[str, str], SubmittedItem] = {}
        for named in links:
            link = named.item
            if not isinstance(link, SubmittedLink):
                continue
            if first.setdefault((link.type, fold_reference(link.reference or "")), link) != link:
                problem = f"`{named.name}` stands here twice: give each a `reference`, as for two stays in one house"
                raise SubmissionFileError(self._top.file, named.line, problem)

    def _dataset(self) -> str:
        section = self._words["dataset"]
        dataset = section.text()
        if not is_slug(dataset):
            section.fail(f"`{dataset}` is no code: {SLUG_FORM}")
        return dataset

    def _country(self) -> str | None:
        text = self._said(self._words, "country")
        if text is None:
            return None
        code = normalise_country(text).value
        if code is None:
            self._words["country"].fail(f"`{text}` is no country{country_hint(text)}")
        return code

    def _record(self, name: str, at: MarkedYaml, section: MarkedYaml) -> NamedItem | None:
        words = section.fields(required=("kind",), optional=_RECORD_WORDS)
        kind = self._ontology.kinds[words["kind"].one_of(self._ontology.kinds, "kind", or_all=True)]
        properties = self._properties(kind, words["properties"]) if "properties" in words else {}
        if not properties and "properties" in words:
            self._left_out.append(name)
            self._note_blank(name, words)
            return None
        self._references[name] = self._reference(name, at, words)
        self._need_profile(name, at, words)
        item = SubmittedRecord(
            kind=kind.name,
            reference=self._references[name],
            properties=properties,
            subject_role=_role(words.get("subject_role")),
            profile=self._known_profile(words),
            evaluation=self._evaluation(words),
            asserted_at=self._said(words, "asserted_at") or self._said(self._words, "asserted_at"),
        )
        return NamedItem(name=name, line=at.line, item=item)

    def _properties(self, kind: KindSchema, section: MarkedYaml) -> dict[str, list[str]]:
        """Return the values of the properties that are filled in."""
        if section.is_blank:
            return {}
        known = (*kind.properties, *inputs_of(kind))
        given = section.entries(known, f"property of `{kind.name}`", guess=False)
        found = {name: self._values(value) for name, value in given.items()}
        return {name: values for name, values in found.items() if values}

    def _values(self, section: MarkedYaml) -> list[str]:
        members = section.items() if section.is_list else [section]
        return [text for text in map(self._text, members) if text is not None]

    def _link(self, section: MarkedYaml) -> NamedItem | None:
        words = section.fields(required=("type", "from", "to"), optional=_LINK_WORDS)
        link_type = words["type"].one_of(self._ontology.links, "type of link", or_all=True)
        (source, source_reference), (target, target_reference) = self._end(words["from"]), self._end(words["to"])
        if source_reference is None or target_reference is None:
            return None
        name = f"{source} {link_type} {target}"
        self._need_profile(name, section, words)
        item = SubmittedLink(
            type=link_type,
            source_reference=source_reference,
            target_reference=target_reference,
            # Without its times: corrected, they replace those that were filed.
            reference=self._said(words, "reference") or link_reference(link_type, source_reference, target_reference),
            profile=self._known_profile(words),
            evaluation=self._evaluation(words),
            since=self._said(words, "since"),
            until=self._said(words, "until"),
            note=self._said(words, "note"),
        )
        return NamedItem(name=name, line=section.line, item=item)

    def _end(self, section: MarkedYaml) -> tuple[str, str | None]:
        """Return what an end is called, and its reference: none of a record that is left out."""
        if not section.is_text:
            reference = section.fields(required=("reference",))["reference"].text()
            return reference, reference
        known = (*self._references, *self._left_out)
        name = section.one_of(known, "record", or_all=True)
        return name, self._references.get(name)

    def _note_blank(self, name: str, words: Mapping[str, MarkedYaml]) -> None:
        call = self._said(self._words, "reference")
        reference = self._said(words, "reference") or (f"{call}-{name}" if call is not None else None)
        if reference is not None:
            self._blank_references[name] = reference

    def _reference(self, name: str, at: MarkedYaml, words: Mapping[str, MarkedYaml]) -> str:
        given = self._said(words, "reference")
        if given is not None:
            return given
        first = self._said(self._words, "reference")
        if first is None:
            at.fail(f"`{name}` needs a `reference`, or the file one for the whole call: filed again, it is known by it")
        return f"{first}-{name}"

    def _known_profile(self, words: Mapping[str, MarkedYaml]) -> str | None:
        name = self._said(words, "profile")
        if name is not None and name not in self._profiles:
            words["profile"].fail(f"unknown handling profile `{name}`; known are {self._told_profiles()}")
        return name

    def _need_profile(self, name: str, at: MarkedYaml, words: Mapping[str, MarkedYaml]) -> None:
        # None is taken for granted: the wrong one tells others of a victim, and nobody would have chosen it.
        if self._profile is None and self._known_profile(words) is None:
            at.fail(
                f"`{name}` has no handling profile, which says who may learn of it: say `profile` at the top for all, "
                f"or here; known are {self._told_profiles()}"
            )

    def _told_profiles(self) -> str:
        return "; ".join(f"`{name}` ({title})" for name, title in sorted(self._profiles.items()))

    def _evaluation(self, words: Mapping[str, MarkedYaml]) -> str | None:
        for section in (words.get("evaluation"), self._words.get("evaluation")):
            if section is None or section.is_blank:
                continue
            if parse_evaluation(section.text()) is None:
                section.fail("an evaluation is a letter A, B, C or X and a digit 1 to 4, such as `B2`")
            return section.text()
        return None

    def _members(self, word: str) -> Iterable[MarkedYaml]:
        section = self._words.get(word)
        return section.items() if section is not None and not section.is_blank else ()

    def _said(self, words: Mapping[str, MarkedYaml], word: str) -> str | None:
        return self._text(words[word]) if word in words else None

    def _text(self, section: MarkedYaml) -> str | None:
        """Return a word as it stands; none where it is blank."""
        return None if section.is_blank else section.text().strip()


def _rest(lines: Sequence[str], line: int, column: int) -> str:
    return lines[line - 1][column:] if line <= len(lines) else ""


def _role(section: MarkedYaml | None) -> str | None:
    return section.one_of([str(role) for role in SubjectRole], "subject role", or_all=True) if section else None
