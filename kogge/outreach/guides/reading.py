"""From an XLSForm to a `Definition`: pyxform converts, here all that is wrong is collected at once."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

from .definition import Choice, Definition, Question
from .meaning import check as check_meaning
from .problems import Problem, Unusable, from_pyxform

LARGEST_BYTES = 5_000_000
LARGEST_UNPACKED = 50_000_000
MOST_ROWS = 5_000
MOST_PROBLEMS = 50  # then a person has enough to mend
SELECT = re.compile(r"select|rank", re.IGNORECASE)
# Parameters that pyxform complains about without naming the row.
PARAMETER = re.compile(
    r"track-changes-reasons|track-changes|identify-user|location-[a-z-]+|max-pixels|quality|randomize|seed"
)
SUFFIXES = {"xlsx": ".xlsx", "xls": ".xls", "csv": ".csv", "md": ".md"}


def read(content: bytes, name: str, *, form_id: str = "", version: str = "") -> Definition:
    """Read and convert a guide.

    `name` is the file's name: its ending tells the format (xlsx, xls, csv, md). `form_id`, when given, takes the place
    of the sheet's own id in the XForm, so that guides of two areas never meet. `version` is for a sheet that names
    none: every answer says which version asked. Raises `Unusable` with every problem.
    """
    book = _open(content, name)
    settings = _settings(book)
    sheet_id = settings.get("form_id") or settings.get("id_string") or name.rpartition("/")[2].rsplit(".", 1)[0]
    if form_id:
        book = _with_settings(book, {"form_id": form_id}, replaced={"form_id", "id_string"})
    if version and not str(settings.get("version") or "").strip():
        book = _with_settings(book, {"version": version}, replaced={"version"})
    rows = _rows_by_name(book)
    result, problems = _convert_all(book)
    if result is None:
        raise Unusable(_in_order(problems))
    pyxform = result._pyxform
    assert pyxform is not None  # pyxform gives it with every result
    questions = tuple(_questions(pyxform.get("children", []), ""))
    problems += check_meaning(questions, rows)
    if problems:
        raise Unusable(_in_order(problems))
    return Definition(
        code=str(sheet_id),
        title=str(pyxform.get("title") or sheet_id),
        version=str(pyxform.get("version") or ""),
        languages=tuple(_languages(questions)),
        default_language=str(pyxform.get("default_language") or ""),
        questions=questions,
        xform=result.xform,
        itemsets=result.itemsets or "",
        warnings=tuple(result.warnings),
    )


def _in_order(problems: list[Problem]) -> list[Problem]:
    """What concerns whole sheets first, then row by row as people read them."""
    sheets = ["survey", "choices", "settings"]
    place = {name: index for index, name in enumerate(sheets)}
    return sorted(problems, key=lambda one: (one.row > 0, place.get(one.sheet, len(sheets)), one.row))


def _open(content: bytes, name: str) -> Any:
    """pyxform's workbook; raises `Unusable` for what is no XLSForm at all."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform

    if not content.strip():
        raise Unusable([Problem.of_file("empty")])
    if len(content) > LARGEST_BYTES:
        raise Unusable([Problem.of_file("large", limit=LARGEST_BYTES // 1_000_000)])
    suffix = SUFFIXES.get(name.rpartition(".")[2].lower())
    if suffix is None:
        raise Unusable([Problem.of_file("format")])
    if suffix == ".xlsx":
        _refuse_bombs(content)
    try:
        book = get_xlsform(io.BytesIO(content), file_type=suffix)
    except PyXFormError as error:
        raise Unusable([from_pyxform(str(error))]) from error
    except Exception as error:
        raise Unusable([Problem.of_file("broken", detail=type(error).__name__)]) from error
    if len(book.survey or ()) + len(book.choices or ()) > MOST_ROWS:
        raise Unusable([Problem.of_file("rows", limit=MOST_ROWS)])
    return book


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Unusable([Problem.of_file("broken", detail="xlsx")]) from error
    if unpacked > LARGEST_UNPACKED:
        raise Unusable([Problem.of_file("bomb")])


def _settings(book: Any) -> dict[str, Any]:
    rows = book.settings or []
    return {str(key).strip().lower(): value for key, value in (rows[0] if rows else {}).items()}


def _with_settings(book: Any, given: dict[str, str], *, replaced: set[str]) -> Any:
    row = {key: value for key, value in (book.settings or [{}])[0].items() if key.lower() not in replaced}
    book.settings = [row | given, *(book.settings or [])[1:]]
    header = dict.fromkeys(book.settings[0])
    book.settings_header = [header]
    return book


def _convert_all(book: Any) -> tuple[Any, list[Problem]]:
    """Convert; where pyxform stops at a row, note it, leave the row out and go on, so that all errors come at once.

    Leaving a row out may leave others dangling (a reference to its name): what is said about a name that stood in a
    row left out is no problem of its own and is not told.
    """
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    problems: list[Problem] = []
    gone: set[str] = set()
    while True:
        try:
            return convert(_copy(book)), problems
        except PyXFormError as error:
            problem = _located(from_pyxform(str(error)), book)
        except (TypeError, KeyError, AttributeError, ValueError, IndexError) as error:
            # pyxform stumbles over some sheets instead of refusing them.
            problem = Problem.of_file("unreadable", detail=str(error)[:200])
        if not any(f"'{name}'" in problem.original for name in gone):
            problems.append(problem)
        if _lists_are_missing(problem, book):
            continue
        row = _take_out(book, problem)
        if row is None or len(problems) >= MOST_PROBLEMS:
            return None, problems
        if name := str(row.get("name") or ""):
            gone.add(name)
        if not _still_wrong(book):
            return None, problems


def _lists_are_missing(problem: Problem, book: Any) -> bool:
    """Without a sheet choices every list gets a stand-in answer, so that the other errors are found too."""
    if "should be a choices sheet" not in problem.original or book.choices:
        return False
    kinds = [str(row.get("type") or "").split() for row in book.survey or ()]
    wanted = dict.fromkeys(kind[1] for kind in kinds if len(kind) > 1 and SELECT.match(kind[0]))
    book.choices = [{"list_name": name, "name": "stand_in", "label": "-"} for name in wanted]
    book.choices_header = [dict.fromkeys(("list_name", "name", "label"))]
    return bool(wanted)


def _located(problem: Problem, book: Any) -> Problem:
    """A problem that names its question, answer or parameter and not its row, with the row."""
    if problem.row:
        return problem
    rows = _rows_by_name(book)
    if (named := re.search(r"named '([^']*)'", problem.original)) and named[1] in rows:
        return replace(problem, sheet="survey", row=rows[named[1]])
    if answer := re.search(r"See \[(.*?)\] in \[(.*?)\]", problem.original):
        for index, row in enumerate(book.choices or ()):
            if (row.get("name"), row.get("list_name") or row.get("list name")) == answer.groups():
                return replace(problem, sheet="choices", row=index + 2, column="name")
    if parameter := PARAMETER.search(problem.original):
        for index, row in enumerate(book.survey or ()):
            if parameter[0] in str(row.get("parameters") or ""):
                return replace(problem, sheet="survey", row=index + 2, column="parameters")
    return problem


def _copy(book: Any) -> dict[str, Any]:
    """pyxform changes what it converts: give it rows of its own."""
    found = {}
    for key in book.__slots__:
        value = getattr(book, key)
        found[key] = (
            [dict(row) if isinstance(row, dict) else row for row in value] if isinstance(value, list) else value
        )
    return found


def _take_out(book: Any, problem: Problem) -> dict[str, Any] | None:
    """Take the row of a problem out of its sheet (kept empty, so that later rows keep their numbers)."""
    rows = getattr(book, problem.sheet, None) if problem.sheet in {"survey", "choices"} else None
    index = problem.row - 2 if problem.row else -1
    if not rows or not 0 <= index < len(rows) or not rows[index]:
        return None
    row = dict(rows[index])
    kind = str(row.get("type") or "")
    stand_in = f"left_out_{problem.row}"
    unmatched = "Unmatched" in problem.original
    if kind.replace(" ", "_").startswith("begin_") and row.get("name") != stand_in and not unmatched:
        rows[index] = row | {"name": stand_in}  # the group's end stays where it is
    else:
        rows[index] = {}
    return row


def _still_wrong(book: Any) -> bool:
    """Is there anything left to convert?"""
    return any(book.survey)


def _questions(children: list[dict[str, Any]], above: str) -> Any:
    for child in children:
        path = f"{above}/{child['name']}" if above else str(child["name"])
        if path == "meta":
            continue
        kind = str(child.get("type", ""))
        inner = child.get("children")
        group = kind in {"group", "survey"} or (inner is not None and kind != "repeat")
        yield Question(
            path=path,
            type=kind,
            label=_texts(child.get("label")),
            hint=_texts(child.get("hint")),
            kogge=str(child.get("kogge") or "").strip(),
            choices=tuple(
                Choice(str(one["name"]), _texts(one.get("label")), str(one.get("kogge") or "").strip())
                for one in child.get("choices") or ()
            ),
            is_group=group,
            is_repeat=kind == "repeat",
            required=str((child.get("bind") or {}).get("required", "")).lower() in {"yes", "true", "true()"},
            relevant=str((child.get("bind") or {}).get("relevant") or "").strip(),
        )
        yield from _questions(inner or [], path)


def _texts(value: Any) -> dict[str, str]:
    if isinstance(value, dict):
        return {str(language): str(text) for language, text in value.items() if text}
    return {"": str(value)} if value else {}


def _languages(questions: tuple[Question, ...]) -> dict[str, None]:
    return dict.fromkeys(language for question in questions for language in question.label if language)


def _rows_by_name(book: Any) -> dict[str, int]:
    """The row in which a question stands, by its name."""
    return {str(row["name"]): index + 2 for index, row in enumerate(book.survey or ()) if row.get("name")}
