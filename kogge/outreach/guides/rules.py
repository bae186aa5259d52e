"""What pyxform says of a broken guide, and what Kogge says instead: what is wrong, and how to mend it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

FILE_PROBLEMS: dict[str, tuple[Any, Any]] = {
    "empty": (_("The file is empty."), _("Save the guide in Excel and choose it again.")),
    "large": (
        _("The file is larger than %(limit)d MB."),
        _("A guide needs no pictures inside: remove them."),
    ),
    "format": (
        _("This is no XLSForm file."),
        _("Choose a file that ends in .xlsx, .xls, .csv or .md."),
    ),
    "broken": (
        _("The file cannot be opened."),
        _("Open it in Excel and save it again as .xlsx."),
    ),
    "rows": (_("The guide has more than %(limit)d rows."), _("Shorten it.")),
    "bomb": (
        _("The file unpacks to far more than a guide needs."),
        _("Save it again in Excel without anything else."),
    ),
    "unreadable": (
        _("The guide cannot be converted: a sheet or a column is not what XLSForm asks for."),
        _("Compare its sheets and column heads with one of the guides that come with Kogge."),
    ),
}

# pyxform's messages → what is wrong, how to mend it. The first that fits counts; its named groups fill the texts.
RULES: list[tuple[str, Any, Any]] = [
    (
        r"sheet, the 'name' value '(?P<value>[^']*)' is invalid\. Questions, groups, and repeats must be unique",
        _("The name “%(value)s” stands twice in the same group."),
        _("Give one of the two another name."),
    ),
    (
        r"Names must begin with a letter or underscore",
        _("This is no valid name."),
        _("Begin with a letter; then letters, digits, _ and - are allowed, no spaces."),
    ),
    (
        r"Question or group with no name",
        _("The name is missing."),
        _("Write a short name without spaces, for example “hours”."),
    ),
    (
        r"Question with no type",
        _("The type is missing."),
        _("Write for example text, integer or select_one list."),
    ),
    (
        r"Unknown question type '(?P<value>[^']*)'",
        _("The type “%(value)s” is unknown."),
        _("Write for example text, integer, date, select_one list or select_multiple list."),
    ),
    (
        r"List name not in choices sheet: (?P<value>\S+)",
        _("The list “%(value)s” is missing in the sheet choices."),
        _("Add its answers there, or correct the name of the list."),
    ),
    (
        r"should be a choices sheet",
        _("The sheet choices is missing."),
        _("Add it, with the columns list_name, name and label."),
    ),
    (
        r"Choices must have a name",
        _("An answer has no name."),
        _("Write a short name without spaces."),
    ),
    (r"Choices should have a label", _("An answer has no label."), _("Write what people read.")),
    (
        r"Choice names must be unique",
        _("The same name stands twice in a list of answers."),
        _("Give one of the two another name."),
    ),
    (
        r"Missing calculation",
        _("The calculation is missing."),
        _("Fill the column calculation, or remove the row."),
    ),
    (
        r"named '(?P<value>[^']*)' has no label or hint",
        _("The question “%(value)s” has no text."),
        _("Fill the column label."),
    ),
    (
        r"Could not find the name '(?P<value>[^']*)'",
        _("It refers to a question “%(value)s” that is not there."),
        _("Correct the name inside ${…}."),
    ),
    (
        r"The name '(?P<value>[^']*)' appears more than once",
        _("It refers to “%(value)s”, a name that stands more than once."),
        _("Give every question a name of its own."),
    ),
    (
        r"Reference variable",
        _("A reference is written wrongly."),
        _("Write it as ${name of the question}."),
    ),
    (
        r"[Dd]uplicate column header: (?P<value>.+)",
        _("The column “%(value)s” stands twice."),
        _("Remove or rename one of the two."),
    ),
    (
        r"column headers were not found: (?P<value>.+?)\. ",
        _("Columns are missing: %(value)s."),
        _("Add them in the first row of the sheet."),
    ),
    (
        r"section has not been included",
        _("The guide includes another file, which is not possible here."),
        _("Copy its rows in."),
    ),
    (
        r"[Uu]nmatched|does not match|begin|[Mm]ismatch",
        _("A group or repeat is opened and not closed, or closed and not opened."),
        _("Every begin_group needs one end_group below it, every begin_repeat one end_repeat."),
    ),
]
