"""What pyxform says of a broken guide, and what Kogge says instead: what is wrong, and how to mend it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .rules_special import SPECIAL

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
        r"case-insensitive match to another name",
        _("Two names differ only in capital letters."),
        _("Give one of the two another name."),
    ),
    (
        r"Repeat names must not be the same as the survey root",
        _("A repeat must not be called like the form itself (“data”)."),
        _("Give the repeat another name."),
    ),
    (
        r"Repeat names must unique anywhere",
        _("The name of a repeat stands twice in the guide."),
        _("Give the repeat another name."),
    ),
    (
        r"The name 'meta' is reserved",
        _("The name “meta” is reserved."),
        _("Give the question another name."),
    ),
    (
        r"must not begin with two underscores",
        _("This name must not begin with two underscores."),
        _("Remove the underscores."),
    ),
    (
        r"must not contain a period",
        _("This name must not contain a full stop."),
        _("Write it without a full stop."),
    ),
    (
        r"must not be 'name' or 'label'",
        _("“name” and “label” are taken as names here."),
        _("Choose another name."),
    ),
    (
        r"'list_name' column must not have any duplicate names",
        _("The same entity list stands twice."),
        _("Give one of the two another name, or remove a row."),
    ),
    (
        r"Entity lists must have a name",
        _("An entity list has no name."),
        _("Fill the column list_name."),
    ),
    (
        r"sheets with similar names were found: (?P<value>.+?)\.(?:\s|$)",
        _("A sheet is missing; one with a similar name is there: %(value)s."),
        _("Correct the name of the sheet."),
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
        r"should be an external_choices sheet",
        _("The sheet external_choices is missing."),
        _("Use select_one instead of select_one_external; Kogge needs no external lists."),
    ),
    (
        r"List name not in external choices sheet: (?P<value>\S+)",
        _("The list “%(value)s” is missing in the sheet external_choices."),
        _("Add its answers there, or use select_one with the sheet choices."),
    ),
    (
        r"List name not in columns sheet: (?P<value>\S+)|Repeat loop without list name",
        _("A loop over columns is a thing of the past."),
        _("Use begin_repeat and end_repeat."),
    ),
    (
        r"should be a choices sheet|ensure that the choices sheet has",
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
        r"must have a comma between each variable",
        _("Several references stand in one cell without commas."),
        _("Put a comma between them: ${first}, ${second}."),
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
        r"names for the same column were found: (?P<value>.+?)\. Rename",
        _("Two columns mean the same: %(value)s."),
        _("Remove or rename one of the two."),
    ),
    (
        r"column names are invalid.*not supported by this version of pyxform: (?P<value>.+?)\. Please",
        _("The sheet entities has columns that nobody knows: %(value)s."),
        _("Correct or remove them."),
    ),
    (
        r"Column headers must not be empty",
        _("A column head is empty or has a space in it."),
        _("Write a head without spaces, or remove the column."),
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
        r"Unmatched 'end_(?P<value>\w+)'",
        _("A group or repeat is closed and was not opened."),
        _("Remove this row, or put a begin_group or begin_repeat above it."),
    ),
    (
        r"Unmatched 'begin_(?P<value>\w+)'",
        _("A group or repeat is opened and not closed."),
        _("Every begin_group needs one end_group below it, every begin_repeat one end_repeat."),
    ),
    (
        r"must have a sheet named",
        _("The sheet survey is missing."),
        _("Name the sheet with the questions “survey”."),
    ),
    (
        r"may be due a missing header row|Invalid headers provided",
        _("The first row of a sheet must hold the column heads."),
        _("Put the heads (type, name, label …) into the first row and leave no gap between them."),
    ),
    (
        r"does not appear to be a valid XLSForm",
        _("This is no XLSForm: the sheet survey is missing."),
        _("Begin with the empty sheet that Kogge offers for download."),
    ),
    (
        r"Error reading \.(?P<value>\w+) file",
        _("The file cannot be opened."),
        _("Open it in Excel and save it again as .xlsx."),
    ),
    (
        r"invalid date on the (?P<sheet_name>.+?) sheet, under the (?P<value>.+?) column on row number (?P<number>\d+)",
        _("A date in the sheet %(sheet_name)s, row %(number)s, column %(value)s cannot be read."),
        _("Format the cell as text."),
    ),
    (
        r"cannot be added to multiple choice selects. See \[(?P<value>.*?)\] in \[(?P<list>.*?)\]",
        _("The answer “%(value)s” of the list %(list)s has a space in its name."),
        _("Write its name without spaces; the label may have any."),
    ),
    (
        r"Choice filter not supported",
        _("A choice_filter does not go together with or_other or table-list."),
        _("Leave one of the two out."),
    ),
    (
        r"specify choices for this 'or other' question|There should be choices for this question",
        _("The question has no answers to choose from."),
        _("Add its list to the sheet choices."),
    ),
    (
        r"list names don't match: (?P<value>\S+) vs\. (?P<other>\S+)",
        _("In a group shown as table-list all questions use the same list; here are %(value)s and %(other)s."),
        _("Use one list, or remove table-list from the column appearance."),
    ),
    (
        r"Instance names must be unique within a form\. The name '(?P<value>[^']*)'",
        _("The list or file “%(value)s” is named twice."),
        _("Give one of the two another name."),
    ),
    (
        r"no survey element named '(?P<value>[^']*)'",
        _("It refers to a question “%(value)s” that is not there."),
        _("Correct the name inside ${…}."),
    ),
    (
        r"multiple survey elements named '(?P<value>[^']*)'",
        _("It refers to “%(value)s”, a name that stands more than once."),
        _("Give every question a name of its own."),
    ),
    *SPECIAL,
    (
        r"[Ii]nternal error|Invalid value for|^Arguments? '|^Parameter 'definition'|Expected a sequence"
        r"|cannot have an empty id_string",
        _("The guide cannot be converted: a sheet or a column is not what XLSForm asks for."),
        _("Compare its sheets and column heads with one of the guides that come with Kogge."),
    ),
]
