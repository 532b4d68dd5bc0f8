"""Read a mapping from YAML strictly: whatever it says is checked against the ontology before a file is opened."""

import re
from collections.abc import Mapping
from pathlib import Path

from graph import (
    Evaluation,
    InformationValidity,
    KindSchema,
    MarkedYaml,
    Ontology,
    PropertySchema,
    SourceReliability,
    SubjectRole,
    load_ontology,
    nearest_hint,
    nearest_or_all,
    parse_marked_yaml,
    read_text_of,
)
from graph.values import country_hint, fold_reference, is_country_code
from ingest.errors import MappingError
from ingest.mapping import (
    CellParts,
    Column,
    Condition,
    FileFormat,
    FileKind,
    LinkMapping,
    RecordMapping,
    RemoteEnd,
    SetAside,
    SourceMapping,
    Template,
    ValueRule,
)
from ingest.separators import Separators
from ingest.values.serial_days import DayCount
from ingest.values.told_ages import inputs_of

DEFAULT_EVALUATION = Evaluation(source=SourceReliability.X, information=InformationValidity.FOUR)

_TOP_WORDS = ("dataset", "originator", "profile", "country", "evaluation", "file", "records", "links")
_FILE_WORDS = (
    "format", "delimiter", "encoding", "sheet", "header", "columns", "empty", "short_rows", "skip", "hidden", "struck",
)  # fmt: skip
_RECORD_WORDS = (
    "kind", "reference", "each", "when", "profile", "evaluation", "subject_role", "asserted_at", "properties",
)  # fmt: skip
_LINK_WORDS = ("type", "from", "to", "reference", "when", "profile", "evaluation", "since", "until", "note")
_RULE_WORDS = ("column", "template", "constant", "split", "map", "default", "serial")
_DATED_TYPES = frozenset({"date", "timestamp"})
# As browsers take these names (WHATWG Encoding Standard, 4.2): files under the older ones hold what came later.
_ENCODINGS = {
    "windows-874": "cp874",
    "tis-620": "cp874",
    "tis620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
}
_ZAWGYI = "zawgyi"
SLUG_FORM = "small letters and digits, joined by `-`, `_` or `.`"
_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_EVALUATION = re.compile(r"([ABCX])([1-4])")


def load_mapping(path: Path, ontology: Ontology | None = None) -> SourceMapping:
    """Return the mapping in a file.

    Args:
        path: a YAML file in UTF-8.
        ontology: what the mapping is checked against; the product's own where it is left out.

    Raises:
        MappingError: the file is unreadable, no YAML, or names what does not exist.
    """
    return parse_mapping(read_text_of(path, MappingError), name=path.name, ontology=ontology)


def parse_mapping(text: str, *, name: str = "mapping", ontology: Ontology | None = None) -> SourceMapping:
    """Return the mapping in a text; `name` stands for its file in messages.

    Raises:
        MappingError: the text is no YAML, or names what does not exist.
    """
    top = parse_marked_yaml(text, name, MappingError)
    return _Reader(ontology if ontology is not None else load_ontology()).mapping(top, name, text)


def parse_evaluation(text: str) -> Evaluation | None:
    """Return the 4x4 evaluation that a text such as `B2` means, or None where it is none."""
    match = _EVALUATION.fullmatch(text.strip().upper())
    if match is None:
        return None
    return Evaluation(source=SourceReliability(match[1]), information=InformationValidity(match[2]))


def is_slug(text: str) -> bool:
    """Return whether a text is a code as datasets have it, see `SLUG_FORM`."""
    return _SLUG.fullmatch(text) is not None


class _Reader:
    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology

    def mapping(self, top: MarkedYaml, name: str, text: str) -> SourceMapping:
        words = top.entries(_TOP_WORDS, or_all=True)
        for word in ("dataset", "records"):
            if word not in words:
                top.fail(f"`{word}` is missing")
        records = {n: self._record(n, s) for n, s in words["records"].entries().items()}
        if not records:
            words["records"].fail("no record is mapped")
        return SourceMapping(
            name=name,
            text=text,
            dataset=_slug(words["dataset"]),
            originator=_slug(words["originator"]) if "originator" in words else None,
            profile=_slug(words["profile"]) if "profile" in words else None,
            country=_country(words["country"]) if "country" in words else None,
            evaluation=_evaluation(words["evaluation"]) if "evaluation" in words else DEFAULT_EVALUATION,
            file=_file(words["file"]) if "file" in words else FileFormat(),
            records=records,
            links=tuple(self._link(s, records) for s in words["links"].items()) if "links" in words else (),
        )

    def _record(self, name: str, section: MarkedYaml) -> RecordMapping:
        words = section.entries(_RECORD_WORDS, or_all=True)
        for word in ("kind", "reference"):
            if word not in words:
                section.fail(f"`{word}` is missing in record `{name}`")
        kind = self._ontology.kind(words["kind"].one_of(self._ontology.kinds, "kind", or_all=True))
        reference = _reference(words["reference"])
        each = _parts(words["each"], reference) if "each" in words else None
        properties = {}
        if "properties" in words:
            others = inputs_of(kind)
            known = (*kind.properties, *others)
            for prop, value in words["properties"].entries(known, "property", guess=False).items():
                properties[prop] = _property(kind.property(others.get(prop, prop)), value)
                _check_not_split(value, properties[prop], each)
        _need_key(section, kind, properties)
        if "subject_role" in words and not kind.has_subject:
            words["subject_role"].fail(f"`{kind.name}` has no subject, so no subject role")
        return RecordMapping(
            name=name,
            line=section.line,
            kind=kind.name,
            reference=reference,
            each=each,
            properties=properties,
            when=_condition(words["when"]) if "when" in words else None,
            profile=_setting(words.get("profile")),
            evaluation=_evaluation_rule(words.get("evaluation")),
            subject_role=_role(words.get("subject_role")),
            asserted_at=_rule(words["asserted_at"], is_dated=True) if "asserted_at" in words else None,
        )

    def _link(self, section: MarkedYaml, records: Mapping[str, RecordMapping]) -> LinkMapping:
        words = section.entries(_LINK_WORDS, or_all=True)
        for word in ("type", "from", "to"):
            if word not in words:
                section.fail(f"`{word}` is missing in this link")
        source, target = (self._end(words[word], records) for word in ("from", "to"))
        kinds = [records[end].kind if isinstance(end, str) else end.kind for end in (source, target)]
        joining = [name for name, schema in sorted(self._ontology.links.items()) if schema.allows(*kinds)]
        named = words["type"].text()
        if named not in self._ontology.links:
            of_these = f"; from `{kinds[0]}` to `{kinds[1]}` there are {', '.join(joining)}"
            words["type"].fail(f"unknown link type `{named}`{nearest_hint(named, joining)}{of_these}")
        link_type = self._ontology.link(named)
        if not link_type.allows(*kinds):
            others = [f"`{name}`" for name in joining]
            does = f"; {', '.join(others)} {'do' if len(others) > 1 else 'does'}" if others else ""
            section.fail(f"`{link_type.name}` does not join `{kinds[0]}` to `{kinds[1]}`{does}")
        reference = _reference(words["reference"]) if "reference" in words else None
        _check_parts(section, [records[end].each for end in (source, target) if isinstance(end, str)], reference)
        return LinkMapping(
            line=section.line,
            type=link_type.name,
            source=source,
            target=target,
            reference=reference,
            when=_condition(words["when"]) if "when" in words else None,
            profile=_setting(words.get("profile")),
            evaluation=_evaluation_rule(words.get("evaluation")),
            since=_rule(words["since"], is_dated=True) if "since" in words else None,
            until=_rule(words["until"], is_dated=True) if "until" in words else None,
            note=_rule(words["note"]) if "note" in words else None,
        )

    def _end(self, section: MarkedYaml, records: Mapping[str, RecordMapping]) -> str | RemoteEnd:
        if section.is_text:
            return section.one_of(records, "record", or_all=True)
        words = section.entries(("kind", "reference", "dataset"), or_all=True)
        for word in ("kind", "reference"):
            if word not in words:
                section.fail(f"`{word}` is missing in this end of a link")
        return RemoteEnd(
            kind=words["kind"].one_of(self._ontology.kinds, "kind", or_all=True),
            reference=_reference(words["reference"]),
            dataset=_slug(words["dataset"]) if "dataset" in words else None,
        )


def _parts(section: MarkedYaml, reference: Template) -> CellParts:
    words = section.entries(("column", "split"), or_all=True)
    for word in ("column", "split"):
        if word not in words:
            section.fail(f"`each` needs `{word}`: a column, and what parts its cells")
    column = Column(name=words["column"].text(), line=words["column"].line)
    each = CellParts(column=column, split=_separators(words["split"]))
    if not _names(reference, each):
        named = column.name
        section.fail(f"all parts of `{named}` would be one record: name `{{{named}}}` in the record's reference")
    return each


def _names(template: Template | None, each: CellParts) -> bool:
    return template is not None and any(column.name == each.column.name for column in template.columns)


def _check_not_split(section: MarkedYaml, rules: tuple[ValueRule, ...], each: CellParts | None) -> None:
    for rule in rules:
        if each is not None and rule.split is not None and _names(rule.template, each):
            section.fail(f"`each` takes `{each.column.name}` apart already: leave `split` out")


def _check_parts(section: MarkedYaml, ends: list[CellParts | None], reference: Template | None) -> None:
    """Refuse a link between parts and parts, which would say more than its row, and one that all parts would share."""
    parts = [each for each in ends if each is not None]
    if len(parts) > 1:
        section.fail("both ends have `each`, and a row does not say which part goes with which: link both to a third")
    for each in parts:
        if reference is not None and not _names(reference, each):
            column = each.column.name
            section.fail(f"the links of all parts of `{column}` would be one: name `{{{column}}}` in its reference")


def _need_key(section: MarkedYaml, kind: KindSchema, properties: Mapping[str, object]) -> None:
    for prop in kind.properties.values():
        if prop.key and prop.name not in properties:
            section.fail(f"`{kind.name}` needs `{prop.name}`, which tells which one it is")


def _property(schema: PropertySchema, section: MarkedYaml) -> tuple[ValueRule, ...]:
    members = section.items() if section.is_list else [section]
    rules = tuple(_rule(member, is_dated=schema.type in _DATED_TYPES) for member in members)
    if schema.type == "code":
        for rule in rules:
            for word in (*rule.translate.values(), rule.constant, rule.default):
                if word is not None and word not in schema.vocabulary:
                    hint = nearest_or_all(word, schema.vocabulary)
                    section.fail(f"`{word}` is not in the vocabulary of `{schema.name}`{hint}")
    return rules


def _rule(section: MarkedYaml, *, is_dated: bool = False) -> ValueRule:
    if section.is_text:
        return ValueRule(template=Template.of_column(section.text(), section.line))
    words = section.entries(_RULE_WORDS, or_all=True)
    if len(words.keys() & {"column", "template", "constant"}) != 1:
        section.fail("exactly one of `column`, `template` and `constant` is needed")
    template = None
    if "column" in words:
        template = Template.of_column(words["column"].text(), words["column"].line)
    elif "template" in words:
        template = _template(words["template"])
    return ValueRule(
        template=template,
        constant=words["constant"].text() if "constant" in words else None,
        split=_separators(words["split"]) if "split" in words else None,
        translate=_translation(words["map"]) if "map" in words else {},
        default=words["default"].text() if "default" in words else None,
        serial=_serial(words["serial"], is_dated=is_dated, of_column="column" in words) if "serial" in words else None,
    )


def _serial(section: MarkedYaml, *, is_dated: bool, of_column: bool) -> DayCount:
    if not is_dated:
        section.fail("`serial` is for dates and times")
    if not of_column:
        section.fail("`serial` needs a `column`")
    return DayCount(section.one_of([str(count) for count in DayCount], "year from which days are counted", guess=False))


def _separators(section: MarkedYaml) -> Separators:
    found: list[str] = []
    for member in section.items() if section.is_list else [section]:
        separator = _separator(member)
        if separator in found:
            member.fail("this separator stands here twice")
        found.append(separator)
    if not found:
        section.fail("a word is missing here")
    return Separators(found)


def _separator(section: MarkedYaml) -> str:
    text = section.possibly_empty_text()
    if not text:
        section.fail("a word is missing here")
    return text


def _translation(section: MarkedYaml) -> dict[str, str]:
    return {word.strip(): value.text() for word, value in section.entries().items()}


def _setting(section: MarkedYaml | None) -> ValueRule | None:
    """Return a rule of which a bare word is the value itself, not a column."""
    if section is None:
        return None
    return ValueRule(constant=section.text()) if section.is_text else _rule(section)


def _evaluation_rule(section: MarkedYaml | None) -> ValueRule | None:
    rule = _setting(section)
    if section is not None and rule is not None:
        for word in (rule.constant, rule.default, *rule.translate.values()):
            if word is not None and parse_evaluation(word) is None:
                section.fail(f"`{word}` is no evaluation: a letter A, B, C or X and a digit 1 to 4")
    return rule


def _role(section: MarkedYaml | None) -> ValueRule | None:
    rule = _setting(section)
    if section is not None and rule is not None:
        known = [str(role) for role in SubjectRole]
        for word in (rule.constant, rule.default, *rule.translate.values()):
            if word is not None and word not in known:
                section.fail(f"unknown subject role `{word}`{nearest_or_all(word, known)}")
    return rule


def _condition(section: MarkedYaml) -> Condition:
    words = section.entries(("column", "in", "not_empty"), or_all=True)
    if "column" not in words or ("in" in words) == ("not_empty" in words):
        section.fail("`when` needs a `column`, and either `in` or `not_empty: true`")
    if "not_empty" in words:
        words["not_empty"].one_of(("true",), "word")
    values = frozenset(item.possibly_empty_text().strip() for item in words["in"].items()) if "in" in words else None
    return Condition(column=Column(name=words["column"].text(), line=words["column"].line), values=values)


def _skip(section: MarkedYaml) -> tuple[Condition, ...]:
    return tuple(_skip_condition(member) for member in (section.items() if section.is_list else [section]))


def _skip_condition(section: MarkedYaml) -> Condition:
    words = section.entries(("column", "in", "begins"), or_all=True)
    if "column" not in words or len(words) == 1:
        section.fail("`skip` needs a `column`, and `in` or `begins` with its texts in rows to be passed over")
    texts = {word: [item.text() for item in words[word].items()] for word in ("in", "begins") if word in words}
    return Condition(
        column=Column(name=words["column"].text(), line=words["column"].line),
        values=frozenset(text.strip() for text in texts.get("in", ())),
        begins=tuple(texts.get("begins", ())),  # with the space that tells a word from the name that it begins
    )


def _is_skipped(section: MarkedYaml | None) -> bool:
    return section is not None and section.one_of(("skip", "read"), "word", guess=False) == "skip"


def _reference(section: MarkedYaml) -> Template:
    template = _template(section)
    if not template.columns:
        section.fail("a reference needs a column, such as `{case_no}`")
    return template


def _template(section: MarkedYaml) -> Template:
    try:
        return Template.parse(section.text(), section.line)
    except ValueError as exc:
        section.fail(str(exc))


def _slug(section: MarkedYaml) -> str:
    text = section.text()
    if not is_slug(text):
        section.fail(f"`{text}` is no code: {SLUG_FORM}")
    return text


def _country(section: MarkedYaml) -> str:
    text = section.text()
    if not is_country_code(text):
        section.fail(f"`{text}` is no country code{country_hint(text)}")
    return text


def _evaluation(section: MarkedYaml) -> Evaluation:
    evaluation = parse_evaluation(section.text())
    if evaluation is None:
        section.fail(f"`{section.text()}` is no evaluation: a letter A, B, C or X and a digit 1 to 4")
    return evaluation


def _file(section: MarkedYaml) -> FileFormat:
    words = section.entries(_FILE_WORDS, or_all=True)
    header = words["header"].text() if "header" in words else "1"
    if not header.isascii() or not header.isdigit():
        section.fail("`header` is the number of the row that names the columns, or 0")
    columns = tuple(fold_reference(item.text()) for item in words["columns"].items()) if "columns" in words else ()
    if (header == "0") != bool(columns):
        section.fail("`columns` names the columns of a file without a header row: `header: 0`")
    return FileFormat(
        kind=FileKind(words["format"].one_of([str(k) for k in FileKind], "format", or_all=True))
        if "format" in words
        else None,
        delimiter=_delimiter(words["delimiter"]) if "delimiter" in words else ",",
        encoding=_encoding(words["encoding"]) if "encoding" in words else None,
        sheet=words["sheet"].text() if "sheet" in words else None,
        header=int(header),
        columns=columns,
        empty=frozenset(item.possibly_empty_text().strip() for item in words["empty"].items())
        if "empty" in words
        else frozenset(),
        short_rows="short_rows" in words and words["short_rows"].flag(),
        skip=_skip(words["skip"]) if "skip" in words else (),
        skip_set_aside=frozenset(way for way in (SetAside.HIDDEN, SetAside.STRUCK) if _is_skipped(words.get(way))),
        line=section.line,
    )


def _delimiter(section: MarkedYaml) -> str:
    text = section.possibly_empty_text()
    if len(text) != 1 or text in '"\r\n':
        section.fail('a delimiter is one character; a tab is written "\\t" in quotes')
    return text


def _encoding(section: MarkedYaml) -> str:
    text = section.text()
    if _ZAWGYI in text.lower():
        section.fail(f"`{text}` is a way to write Burmese within UTF-8, and is read as Unicode: leave `encoding` out")
    encoding = _ENCODINGS.get(text.lower(), text)
    try:
        "".encode(encoding)
    except LookupError:
        section.fail(f"unknown encoding `{text}`")
    return encoding
