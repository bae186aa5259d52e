"""The empty sheet that a team begins its own guide with, in the language of the page."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _

from .handbook import GROUPS


def template_book() -> bytes:
    """An XLSX file: survey, choices and settings with examples that can be uploaded as they are, and the meanings."""
    sheets: dict[str, list[list[str]]] = {
        "survey": [
            ["type", "name", "kogge", "required", "relevant", "label::Deutsch (de)", "hint::Deutsch (de)"],
            ["start", "start", "", "", "", "", ""],
            ["select_one yesno", "keep", "consent:contact", "yes", "", "Dürfen wir aufschreiben, was Sie sagen?", ""],
            ["text", "situation", "situation", "", "${keep} = 'yes'", "Wie läuft das Geschäft?", ""],
            [
                "select_multiple needs",
                "needs",
                "need",
                "",
                "${keep} = 'yes'",
                "Was fehlt Ihnen?",
                "Mehreres ist möglich.",
            ],
            ["text", "next_step", "next_step", "", "${keep} = 'yes'", "Was haben wir vereinbart?", ""],
        ],
        "choices": [
            ["list_name", "name", "kogge", "label::Deutsch (de)"],
            ["yesno", "yes", "", "ja"],
            ["yesno", "no", "", "nein"],
            ["needs", "room", "meeting-room", "ein Raum für ein Treffen"],
            ["needs", "none", "", "gerade nichts"],
        ],
        "settings": [
            ["form_title", "form_id", "version", "default_language"],
            ["Eigener Leitfaden", "own-guide", "1", "Deutsch (de)"],
        ],
        "kogge": [
            [_("In the column kogge"), _("Means"), _("What Kogge does with it"), _("Example")],
            *(
                [meaning.word, str(meaning.label), str(meaning.does), meaning.example]
                for _title, meanings in GROUPS
                for meaning in meanings
            ),
        ],
    }
    out = io.BytesIO()
    import xlsxwriter  # when a sheet is taken along: 8 MB in each server process

    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            page.freeze_panes(1, 0)
            page.set_column(0, len(rows[0]) - 1, 28)
            for number, cells in enumerate(rows):
                for column, text in enumerate(cells):
                    if text:
                        page.write_string(number, column, text, None if number else bold)
    return out.getvalue()
