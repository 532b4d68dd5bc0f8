"""Cedar text is cut where its statements end."""

from policies.bundles.statements import Statement, split_statements


def test_statements_begin_at_their_first_word() -> None:
    text = '// a; comment\n\n@id("a;b")\npermit (principal, action, resource);\n\n// more\nforbid(\n); // end\n'

    assert split_statements(text) == [
        Statement(line=3, text='@id("a;b")\npermit (principal, action, resource);'),
        Statement(line=7, text="forbid(\n);"),
    ]


def test_quotes_and_comments_hide_semicolons() -> None:
    text = '@note("say \\"; no")\npermit(a // b; c\n);'

    assert split_statements(text) == [Statement(line=1, text=text)]


def test_what_is_left_without_a_semicolon_is_a_statement() -> None:
    assert split_statements("a;\n b") == [Statement(line=1, text="a;"), Statement(line=2, text="b")]
    assert split_statements(" \n// only a comment") == []
    assert split_statements('"never closed;') == [Statement(line=1, text='"never closed;')]


def test_a_word_is_found_by_its_line() -> None:
    statement = Statement(line=5, text="a\nb\nc")

    assert (statement.line_of("c"), statement.line_of("z")) == (7, 5)
