"""Reads `commands.tsv`: each command of `benang`, where its function stands, and under which heading help lists it."""

from importlib.resources import files

from api.cli.deferred import Deferred, DeferredGroup, Panels

_NAME = str.maketrans(" -", "__")


def command_table() -> Panels:
    """Return the commands and groups under each heading, all in the order of the file."""
    panels: dict[str, dict[str, Deferred | DeferredGroup]] = {}
    panel: dict[str, Deferred | DeferredGroup] = {}
    group: dict[str, Deferred] = {}
    for row in (files("api.cli") / "commands.tsv").read_text(encoding="utf-8").splitlines():
        if row.startswith("#"):
            continue
        match row.split("\t"):
            case [heading]:
                panel = panels[heading.removeprefix("== ")] = {}
            case [word, "-", line]:
                group = {}
                panel[word] = DeferredGroup(line=line, commands=group)
            case [words, module, line]:
                # `hits held` is the function `hits_held`.
                found = Deferred(module=f"api.cli.{module}", function=words.translate(_NAME), line=line)
                first, _, second = words.partition(" ")
                if second:
                    group[second] = found
                else:
                    panel[first] = found
    return panels
