"""What an embedded server is begun with."""

import pytest

from graph.store.server.command import server_environment


@pytest.mark.parametrize("locale", [{}, {"LC_ALL": "C"}, {"LANG": "th_TH.UTF-8"}, {"LC_CTYPE": "POSIX", "LANG": "C"}])
def test_names_of_folders_are_utf_8_whatever_the_locale_and_nothing_else_is_handed_on(locale: dict[str, str]) -> None:
    environ = {"PATH": "/bin", "HOME": "/home/desk", "NEO4J_PASSWORD": "x", "JAVA_TOOL_OPTIONS": "-Xmx1g", **locale}
    kept = {"PATH": "/bin", "HOME": "/home/desk"}
    assert server_environment(environ, "linux") == {**kept, "LC_ALL": "C.UTF-8"}
    assert server_environment(environ, "darwin") == kept
