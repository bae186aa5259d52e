"""Writes the guides that come with Kogge as XLSForm files, from the texts in kogge/outreach/guides/sources/.

A guide is a CSV file (semicolons, so that Excel opens it): a row is a question, a note, a group, or the `hint` of
the row above. `include` puts in a block of blocks.csv that several guides share; lists of answers stand in lists.csv.

    python tools/make_guides.py          writes kogge/outreach/guides/shipped/*.xlsx
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

HOME = Path(__file__).resolve().parent.parent / "kogge" / "outreach" / "guides"
SOURCES, SHIPPED = HOME / "sources", HOME / "shipped"
VERSION = "1"
LANGUAGES = {
    "de": "Deutsch (de)",
    "en": "English (en)",
    "ru": "Русский (ru)",
    "uk": "Українська (uk)",
    "ar": "العربية (ar)",
    "vi": "Tiếng Việt (vi)",
    "tr": "Türkçe (tr)",
}
FIRST = "Deutsch (de)"
Row = dict[str, str]
Sheets = dict[str, list[list[str]]]


def rows_of(name: str) -> list[Row]:
    with (SOURCES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{key: value or "" for key, value in row.items() if key} for row in csv.DictReader(file, delimiter=";")]


def guides() -> list[str]:
    """Names of the guides: every source that is neither blocks nor lists."""
    return sorted(file.stem for file in SOURCES.glob("*.csv") if file.stem not in {"blocks", "lists"})


def blocks() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    current = ""
    for row in rows_of("blocks"):
        if row["type"] == "block":
            current = row["name"]
            found[current] = []
        else:
            found[current].append(row)
    return found


def lists() -> dict[str, list[Row]]:
    """Lists of answers by name. `slots` is every day with every time of it."""
    found: dict[str, list[Row]] = {}
    for row in rows_of("lists"):
        found.setdefault(row["list"], []).append(row)
    comma = {code: "، " if code == "ar" else ", " for code in LANGUAGES}
    found["slots"] = [
        {"name": f"{day['name']}-{time['name']}", "kogge": ""}
        | {code: f"{day[code]}{comma[code]}{time[code]}" for code in LANGUAGES}
        for day in found["days"]
        for time in found["times"]
    ]
    return found


def expanded(name: str) -> Iterator[Row]:
    shared = blocks()
    for row in rows_of(name):
        if row["type"] == "include":
            yield from shared[row["name"]]
        else:
            yield row


def sheets(name: str) -> Sheets:
    """The three sheets of a guide, each with its head."""
    answers = lists()
    too_odd = answers["message"][0]  # what is said when a number is out of bounds
    head = ["type", "name", "kogge", "required", "relevant", "constraint"]
    for column in ("label", "hint", "constraint_message"):
        head += [f"{column}::{language}" for language in LANGUAGES.values()]
    survey, used, title = [head, ["start", "start", *[""] * (len(head) - 2)]], [], ""
    for row in expanded(name):
        texts = [row[code] for code in LANGUAGES]
        if row["type"] == "title":
            title = row["de"]
        elif row["type"] == "hint":
            survey[-1][6 + len(LANGUAGES) : 6 + 2 * len(LANGUAGES)] = texts
        else:
            message = [too_odd[code] if row["constraint"] else "" for code in LANGUAGES]
            cells = [row[column] for column in head[:6]]
            survey.append(cells + texts + [""] * len(LANGUAGES) + message)
            if row["type"].startswith("select_"):
                used.append(row["type"].split()[1])
    choices = [["list_name", "name", "kogge", *(f"label::{language}" for language in LANGUAGES.values())]]
    for key in dict.fromkeys(used):
        choices += [[key, row["name"], row["kogge"], *(row[code] for code in LANGUAGES)] for row in answers[key]]
    settings = [["form_title", "form_id", "version", "default_language"], [title, name, VERSION, FIRST]]
    return {"survey": survey, "choices": choices, "settings": settings}


def write(name: str, folder: Path = SHIPPED) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": name, "created": dt.datetime(2026, 1, 1)})  # the same texts give the same file
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for title, rows in sheets(name).items():
            page = book.add_worksheet(title)
            page.freeze_panes(1, 2)
            page.set_column(0, len(rows[0]) - 1, 24)
            for number, cells in enumerate(rows):
                for column, text in enumerate(cells):
                    if text:
                        page.write_string(number, column, text, wrapped if number else bold)
    return path


if __name__ == "__main__":
    for guide in guides():
        sys.stdout.write(f"{write(guide)}\n")
