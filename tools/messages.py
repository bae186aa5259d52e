#!/usr/bin/env python
"""The message catalogues without GNU gettext: extracts, completes and compiles them with Babel.

tools/messages.py update kogge/<app> …   msgids of the app's Python and templates into its German catalogue
tools/messages.py compile                every .po to the .mo that Django reads
tools/messages.py check                  exit 1 where a catalogue lacks a msgid, a translation, or is fuzzy,
                                         or where two apps translate the same msgid differently
"""

from __future__ import annotations

import ast
import inspect
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

# What an engine refuses, see kogge/engine/said.py.
SAID = {"Said": None, "BadProblem": None, "BadTown": None, "FileError": None}


def apps() -> list[Path]:
    return sorted(path.parent for path in (ROOT / "kogge").glob("*/locale"))


def _template_code(source: str) -> str:
    """A template as the Python-like text that xgettext would read (Django's own conversion)."""
    import django.utils.translation.template as template

    return template.templatize(source)


def _from_template(path: Path) -> Iterator[tuple[int, object, str | None]]:
    """Messages of one template: (line, msgid or (msgid, plural), context)."""
    code = _template_code(path.read_text(encoding="utf-8"))
    string = r"u?(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\")"
    call = re.compile(
        rf"(?<![A-Za-z])(npgettext|pgettext|ngettext|gettext|_)\(\s*{string}(?:\s*,\s*{string})?(?:\s*,\s*{string})?"
    )

    def text(match: re.Match[str], index: int) -> str | None:
        value = match.group(index) if match.group(index) is not None else match.group(index + 1)
        if value is None:
            return None
        return value.replace("\\'", "'").replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")

    for match in call.finditer(code):
        line = code.count("\n", 0, match.start()) + 1
        first, second, third = text(match, 2), text(match, 4), text(match, 6)
        kind = match.group(1)
        if kind == "npgettext":
            yield line, (second, third), first
        elif kind == "pgettext":
            yield line, second, first
        elif kind == "ngettext":
            yield line, (first, second), None
        elif first:
            yield line, first, None


def _empty_catalog() -> Catalog:
    return Catalog(
        locale="de", project="Kogge", charset="utf-8", header_comment="# German texts of Kogge.", fuzzy=False
    )


def _from_commands(path: Path) -> Iterator[tuple[int, str]]:
    """Help texts of click commands: docstrings of what `@click.command` and `@click.group` decorate, and every
    `help="…"`. The command translates them when it shows them.
    """
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node)):
            decorators = [ast.unparse(each).partition("(")[0] for each in node.decorator_list]
            if {"click.command", "click.group"} & set(decorators):
                yield node.lineno, inspect.cleandoc(text)
        elif isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
            yield node.value.lineno, node.value.value


def extracted(app: Path) -> Catalog:
    """All messages of an app, without translations."""
    catalog = _empty_catalog()
    sources = sorted(app.rglob("*.py"))
    if app.name == "cli":  # what the engines say to files is told by the command
        sources += sorted((ROOT / "kogge" / "engine").rglob("*.py"))
    for path in sources:
        if "migrations" in path.parts or "tests" in path.parts:
            continue
        with path.open("rb") as handle:
            for line, message, comments, context in extract(
                extract_python, handle, KEYWORDS if app in path.parents else SAID, options={"encoding": "utf-8"}
            ):
                if message and message != ("", ""):
                    catalog.add(
                        message,
                        None,
                        [(str(path.relative_to(ROOT)), line)],
                        context=context,
                        auto_comments=comments,
                    )
        if app.name == "cli" and app in path.parents:
            for line, text in _from_commands(path):
                catalog.add(text, None, [(str(path.relative_to(ROOT)), line)])
    for path in sorted(app.rglob("*")):
        if path.suffix in {".html", ".txt", ".xml"} and "templates" in path.parts:
            for line, message, context in _from_template(path):
                catalog.add(message, None, [(str(path.relative_to(ROOT)), line)], context=context)  # type: ignore[arg-type]
    return catalog


def po_file(app: Path) -> Path:
    return app / "locale" / "de" / "LC_MESSAGES" / "django.po"


def existing(app: Path) -> Catalog:
    file = po_file(app)
    if not file.exists():
        return _empty_catalog()
    with file.open("rb") as handle:
        return read_po(handle, locale="de")


def update(app: Path) -> None:
    """Keep what is translated, add what is new, drop what is gone."""
    old, fresh = existing(app), extracted(app)
    for message in fresh:
        if message.id and (known := old.get(message.id, message.context)) and known.string:
            message.string = known.string
            message.flags |= {flag for flag in known.flags if flag == "fuzzy"}
    file = po_file(app)
    file.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, fresh, width=110, omit_header=False, sort_output=True, no_location=True)
    # The header's dates would change with every run; its other defaults say nothing.
    idle = re.compile(
        r'"[A-Z][A-Za-z-]*-Date: |"(Generated-By|Project-Id-Version|Report-Msgid|Last-Trans|Language-Team)'
    )
    lines = [line for line in buffer.getvalue().decode().splitlines() if not idle.match(line)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    empty = sum(1 for message in fresh if message.id and not _is_translated(message))
    print(f"{app.name}: {len(fresh)} messages, {empty} to translate")


def _is_translated(message: Message) -> bool:
    string = message.string
    return bool(string) and (isinstance(string, str) or all(string)) and not message.fuzzy


def problems(app: Path) -> list[str]:
    """What is missing in an app's German catalogue, a line each."""
    found = []
    catalog = existing(app)
    for message in extracted(app):
        if not message.id:
            continue
        known = catalog.get(message.id, message.context)
        if known is None:
            found.append(f"{app.name}: not in the catalogue: {message.id!r}")
        elif not _is_translated(known):
            found.append(f"{app.name}: not translated: {message.id!r}")
        else:
            found.extend(f"{app.name}: {message.id!r}: {error}" for error in _placeholder_errors(known))
    return found


def _placeholder_errors(message: Message) -> list[str]:
    places = re.compile(r"%\((\w+)\)[sd]")
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    wanted = set().union(*(places.findall(text) for text in ids))
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return [f"unknown place {name}" for text in strings for name in set(places.findall(text)) - wanted]


def disagreements() -> list[str]:
    """The same msgid and context with different German in two apps, a line each.

    Django merges the catalogues of all apps into one, so only one of them would be seen, on the other's pages too.
    Where a word has two meanings, pgettext says which one is meant.
    """
    found: defaultdict[tuple[object, str], defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for app in apps():
        for message in existing(app):
            if message.id and _is_translated(message):
                german = message.string if isinstance(message.string, str) else " | ".join(message.string)
                found[message.id, message.context or ""][german].append(app.name)
    return [
        f"{msgid!r}{f' ({context})' if context else ''} has several translations: "
        + "; ".join(f"{german!r} in {', '.join(names)}" for german, names in sorted(texts.items()))
        for (msgid, context), texts in found.items()
        if len(texts) > 1
    ]


def compile_all() -> None:
    """Write every .mo that is older than its .po."""
    for app in apps():
        file = po_file(app)
        target = file.with_suffix(".mo")
        if not file.exists() or (target.exists() and target.stat().st_mtime >= file.stat().st_mtime):
            continue
        with target.open("wb") as handle:
            write_mo(handle, existing(app))


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update", *chosen]:
            for app in [ROOT / name for name in chosen] or apps():
                update(app)
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = [line for app in apps() for line in problems(app)] + disagreements()
            print("\n".join(found) or "All messages are translated.")
            return 1 if found else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
