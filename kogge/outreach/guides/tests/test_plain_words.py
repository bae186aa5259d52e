"""Whatever pyxform says of a guide, a person reads what is wrong and how to mend it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import pyxform
from pyxform.errors import ErrorCode

from kogge.outreach.guides import Unusable, read
from kogge.outreach.guides.advice import in_plain_words
from kogge.outreach.guides.problems import from_pyxform

HOME = Path(pyxform.__file__).parent
# What no sheet can reach: reading a finished XForm back, and validators in Java and Node that Kogge does not call.
ELSEWHERE = {
    "xform2json.py",
    "xform_instance_parser.py",
    "instance.py",
    "errors.py",
    "validators/util.py",
    "validators/updater.py",
    "validators/odk_validate/__init__.py",
    "validators/enketo_validate/__init__.py",
}
QUOTED = ("pyxform says", "pyxform sagt", "pyxform meldet")


class Texts(ast.NodeVisitor):
    """The texts that a file raises or warns of, with "x" for whatever is put in."""

    def __init__(self, tree: ast.Module) -> None:
        self.known: dict[str, list[str]] = defaultdict(list)
        self.raised: list[tuple[int, str]] = []
        self.warned: list[tuple[int, str]] = []
        for node in tree.body:
            self.remember(node)
        self.visit(tree)

    def remember(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            self.known[node.targets[0].id] = [self.text(node.value)]
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            before = self.known[node.target.id][-1:] or [""]
            self.known[node.target.id] = [before[0] + self.text(node.value)]

    def visit_Assign(self, node: ast.Assign) -> None:
        self.remember(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.remember(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        call = node.exc
        kind = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
        if kind in {"PyXFormError", "PyXFormReadError", "ValidationError"} and call.args:
            self.raised.append((node.lineno, self.text(call.args[0])))

    def visit_Call(self, node: ast.Call) -> None:
        func = node.func
        if isinstance(func, ast.Attribute) and func.attr == "append" and getattr(func.value, "id", "") == "warnings":
            self.warned.append((node.lineno, self.text(node.args[0])))
        self.generic_visit(node)

    def text(self, node: ast.AST) -> str:
        if isinstance(node, ast.Constant):
            return str(node.value)
        if isinstance(node, ast.JoinedStr):
            return "".join(self.text(part) for part in node.values)
        if isinstance(node, ast.FormattedValue):
            named = ast.unparse(node.value)
            return named.split(".")[-2].lower().replace("_", "-") if named.endswith(".value") else "x"
        if isinstance(node, ast.BinOp):
            if isinstance(node.op, ast.Mod):
                return self.text(node.left).replace("%s", "7").replace("%d", "7")
            return self.text(node.left) + self.text(node.right)
        if isinstance(node, ast.Name):
            return (self.known.get(node.id) or ["[row : 7]" if node.id == "ROW_FORMAT_STRING" else "x"])[-1]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "join" and ast.unparse(node).startswith("'\\n'.join"):
                return self.known.get("errors", ["x"])[-1]
            return self.text(node.func.value)
        if isinstance(node, ast.Attribute) and node.attr == "value" and "ErrorCode" in ast.unparse(node):
            return "ErrorCode"
        return "x"


def files() -> Iterator[tuple[str, Texts]]:
    for path in sorted(HOME.rglob("*.py")):
        name = path.relative_to(HOME).as_posix()
        if name not in ELSEWHERE:
            yield name, Texts(ast.parse(path.read_text(encoding="utf-8")))


def said(code: ErrorCode) -> str:
    values = {"row": 7, "sheet": "survey", "column": "name", "name": "step", "type": "group", "sheet_name": "survey"}
    return str(code.value.format(**values))


@pytest.mark.parametrize("code", list(ErrorCode), ids=lambda code: code.name)
def test_every_error_has_plain_words_and_a_way_to_mend_it(code: ErrorCode) -> None:
    problem = from_pyxform(said(code))
    assert not problem.what.startswith(QUOTED), said(code)
    assert problem.mend
    assert "%(" not in str(problem)
    if "[row : 7]" in said(code):
        assert problem.row == 7


def test_so_has_everything_that_is_raised_without_a_code() -> None:
    unknown, seen = [], 0
    for name, texts in files():
        for line, text in texts.raised:
            if "ErrorCode" in text:
                continue
            # Made elsewhere and handed on: the validator of app names, and doubled answers (a code of their own).
            if text in {"x", "[row : 7] x"}:
                unknown.append(f"{name}:{line} hands on a text") if name not in HANDED_ON else None
                continue
            seen += 1
            problem = from_pyxform(text)
            if problem.what.startswith(QUOTED) or not problem.mend:
                unknown.append(f"{name}:{line}: {text[:160]}")
    assert not unknown, "\n".join(unknown)
    assert seen > 55


HANDED_ON = {"xls2json.py", "validators/pyxform/choices.py", "survey.py"}


@pytest.mark.parametrize(
    "text",
    [
        "[row : 4] Parameter 'app' has an invalid Android package name - package name is missing.",
        "Instance names must be unique within a form. The name 'a' was found 2 time(s), under these contexts: x(y)",
        "[row : 3] On the 'choices' sheet, the 'name' value is invalid. Choice names must be unique for each list.",
    ],
)
def test_and_what_is_handed_on(text: str) -> None:
    assert not from_pyxform(text).what.startswith(QUOTED)


def test_every_warning_has_plain_words() -> None:
    unknown, seen = [], 0
    for name, texts in files():
        for line, text in texts.warned:
            if text.startswith("ErrorCode"):
                continue
            if name.endswith(("xls2json.py", "translations_checks.py")) and text.startswith("x"):
                continue  # similar names and languages: tested below by their own words
            seen += 1
            if in_plain_words(text).split(": ", 1)[-1].startswith(QUOTED):
                unknown.append(f"{name}:{line}: {text[:160]}")
    assert not unknown, "\n".join(unknown)
    assert seen >= 8
    for code in (ErrorCode.HEADER_004, ErrorCode.LABEL_001, ErrorCode.NAMES_002, ErrorCode.NAMES_013):
        assert not in_plain_words(said(code)).split(": ", 1)[-1].startswith(QUOTED)
    missing = "Language 'tr' is missing the survey label column.\nLanguage 'ar' is missing the choices columns a, b."
    assert "tr" in in_plain_words(missing)
    assert "pyxform" not in in_plain_words(missing)


def problems(*rows: str) -> list[tuple[str, int, str]]:
    content = "\n".join(["| survey |", "| | type | name | label | kogge |", *rows]).encode()
    with pytest.raises(Unusable) as refusal:
        read(content, "guide.md")
    return [(one.sheet, one.row, one.what) for one in refusal.value.problems]


def test_a_missing_sheet_of_answers_hides_nothing() -> None:
    found = problems(
        "| | select_one a | one | Eins | |",
        "| | text | two words | Zwei | |",
        "| | text | three | Drei | situaton |",
        "| | select_multiple b | four | Vier | |",
    )
    assert [row for _sheet, row, _what in found] == [0, 3, 4]
    assert "choices" in found[0][2]


def test_an_open_group_is_one_problem_and_hides_nothing() -> None:
    found = problems("| | begin_group | a | A | |", "| | text | two words | Zwei | |", "| | text | b | B | nonsense |")
    assert sorted(row for _sheet, row, _what in found) == [2, 3, 4]


def test_a_wrong_parameter_names_its_row() -> None:
    content = (
        "| survey |\n| | type | name | label | parameters |\n| | text | a | A | |\n| | image | b | B | max-pixels=big |"
    )
    with pytest.raises(Unusable) as refusal:
        read(content.encode(), "guide.md")
    assert [(one.sheet, one.row, one.column) for one in refusal.value.problems] == [("survey", 3, "parameters")]


def test_an_answer_with_a_space_in_its_name_names_its_row() -> None:
    content = (
        "| survey |\n| | type | name | label |\n| | select_multiple l | a | A |\n"
        "| choices |\n| | list_name | name | label |\n| | l | one | 1 |\n| | l | two three | 2 |"
    )
    with pytest.raises(Unusable) as refusal:
        read(content.encode(), "guide.md")
    assert [(one.sheet, one.row, one.column) for one in refusal.value.problems] == [("choices", 3, "name")]
