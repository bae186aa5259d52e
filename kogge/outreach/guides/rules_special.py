"""What pyxform says about the rarer things: scales, places, audit, files, entities; and Kogge's words for it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REMOVE = _("Remove it from the column parameters, or correct it.")
ENTITIES = _("Kogge needs no entities: leave the sheet entities and the column save_to out.")

SPECIAL: list[tuple[str, Any, Any]] = [
    (r"the parameter '(?P<value>[^']*)' must be a number", _("On the scale, “%(value)s” must be a number."), REMOVE),
    (r"the parameter '(?P<value>[^']*)' must not be '0'", _("On the scale, “%(value)s” must not be 0."), REMOVE),
    (
        r"the parameter '(?P<value>[^']*)' must not be larger than the range",
        _("On the scale, “%(value)s” is larger than the way from start to end."),
        REMOVE,
    ),
    (
        r"the parameter '(?P<value>[^']*)' must be a multiple of 'step'",
        _("On the scale, “%(value)s” must be a multiple of step."),
        REMOVE,
    ),
    (
        r"the parameter '(?P<value>[^']*)' must be between the 'start' and 'end'",
        _("On the scale, “%(value)s” must lie between start and end."),
        REMOVE,
    ),
    (
        r"tick_labelset|choice values must all be numbers",
        _("The labels of the scale (tick_labelset) do not fit the scale."),
        REMOVE,
    ),
    (
        r"'incremental' parameter",
        _("“incremental” can only be true."),
        _("Write incremental=true, or leave it out."),
    ),
    (
        r"Parameters must be in the form",
        _("The column parameters cannot be read."),
        _("Write name=value, with a space between two of them: start=1 end=5."),
    ),
    (
        r"invalid parameter key\(s\): '(?P<value>.*?)'",
        _("The parameter “%(value)s” does not belong to this type of question."),
        REMOVE,
    ),
    (r"'reference-geometry' parameter", _("“reference-geometry” names nothing that is there."), REMOVE),
    (
        r"'(?P<value>capture-accuracy|warning-accuracy)' parameter must have a numeric value",
        _("“%(value)s” must be a number of metres."),
        REMOVE,
    ),
    (r"'allow-mock-accuracy' parameter", _("“allow-mock-accuracy” can only be true or false."), REMOVE),
    (
        r"'background-geopoint' questions, the '(?P<value>\w+)' column",
        _("A background-geopoint needs the column trigger filled and the column calculation empty."),
        _("Fill and empty the two columns, or ask with geopoint."),
    ),
    (
        r"not user-visible so it can't be used as a calculation trigger",
        _("A question that nobody sees cannot be a trigger."),
        _("Name a question that is shown in the column trigger."),
    ),
    (
        r"File name for '(?P<value>[^']*)' should end",
        _("The list from a file needs a file name that ends in .csv, .xml or .geojson."),
        _("Use select_one with the sheet choices: Kogge needs no further files."),
    ),
    (
        r"Audits must always be named",
        _("The row audit must have no name of its own."),
        _("Leave the column name empty in this row."),
    ),
    (
        r"(?P<value>track-changes-reasons|track-changes|identify-user|location-priority|location-min-interval"
        r"|location-max-age)[^\n]* (?:must be|must have|are required)",
        _("The parameter “%(value)s” of the row audit is wrong."),
        _("Correct it, or remove the row audit: Kogge needs none."),
    ),
    (
        r"^(?:To include location information|Parameter location)",
        _("The row audit lacks parameters about the place."),
        _("Correct it, or remove the row audit: Kogge needs none."),
    ),
    (r"Invalid value for (?P<value>quality)", _("“quality” of a recording is wrong."), REMOVE),
    (r"randomize must be set to true or false", _("“randomize” can only be true or false."), REMOVE),
    (r"seed value must be a number|to use a seed", _("“seed” needs a number and randomize=true."), REMOVE),
    (
        r"Parameter (?P<value>rows|max-pixels) must have an integer value",
        _("“%(value)s” must be a whole number."),
        REMOVE,
    ),
    (r"invalid Android package name", _("The name of the other app (parameter app) is wrong."), REMOVE),
    (
        r"To use big-image",
        _("A big picture needs a small one too."),
        _("Fill the column media::image, or leave media::big-image empty."),
    ),
    (
        r"Media type: (?P<value>\S+) not supported",
        _("Media of the kind “%(value)s” are not possible."),
        _("Use image, audio or video, or remove the column."),
    ),
    (
        r"same instance id will be generated for different|select from file type, using 'search\(\)'|uses 'search\(\)'",
        _("Lists from files contradict each other."),
        _("Use select_one with the sheet choices: Kogge needs no further files."),
    ),
    (
        r"Cannot omit instanceID",
        _("Encryption needs an instanceID."),
        _("Remove omit_instanceID from settings."),
    ),
    (
        r"Found a cascading_select",
        _("cascading_select is a thing of the past."),
        _("Use select_one with the column choice_filter."),
    ),
    (r"'save_to'|save_to|'entities' sheet|entity", _("Something about entities is wrong."), ENTITIES),
]
