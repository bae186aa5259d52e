"""A tie survey from its draft to its figures: opened, answered, closed for good; and what follows for relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation, Relation
from kogge.core.history import bulk_create, bulk_update, change
from kogge.core.models import Change
from kogge.engine.ties import Rating, scores
from kogge.networks.models import SurveyRespondent, TieAnswer, TieScore, TieSurvey
from kogge.networks.models.surveys import DIMENSIONS, KINDS
from kogge.networks.queries.surveys.asked import FEWEST, lists_for, members_to_ask
from kogge.networks.queries.surveys.results import STRENGTH, Followings

ANSWERS = ("frequency", *KINDS, *DIMENSIONS)
EMPTY = {"frequency": None, **dict.fromkeys(KINDS, False), **dict.fromkeys(DIMENSIONS)}


class Refused(Exception):
    """It cannot be done now; the message is a sentence for a person, in their language."""


def draft(survey: TieSurvey, *, by: Any) -> Change:
    """Keep a new survey with its people: the members today."""
    with change(_("Tie survey drafted: %(name)s") % {"name": survey}, by=by, area=survey.area) as made:
        survey.save()
        bulk_create([SurveyRespondent(survey=survey, organisation=row) for row in members_to_ask(survey)])
    return made


def open_survey(survey: TieSurvey, *, by: Any) -> Change:
    """Number the sheets and write the lists; from now on answers are taken. Raises Refused."""
    with change(_("Tie survey opened: %(name)s") % {"name": survey}, by=by, area=survey.area) as made:
        survey = TieSurvey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
        if survey.opened_at:
            raise Refused(_("This survey is open already."))
        if survey.until < timezone.localdate():
            raise Refused(_("Its last day has passed. Choose a later day first."))
        rows = list(survey.respondents.select_related("organisation").order_by("organisation__name", "pk"))
        need = max(FEWEST, survey.raters + 1)
        if len(rows) < need:
            raise Refused(
                _(
                    "Only %(n)s are asked. With fewer than %(least)s everybody could guess who said what: add some, "
                    "or ask several networks together."
                )
                % {"n": len(rows), "least": need}
            )
        for number, row in enumerate(rows, start=1):
            row.number = number
        bulk_update(rows, ["number"])
        whom = lists_for(survey, [row.organisation for row in rows])
        TieAnswer.objects.filter(respondent__survey=survey).delete()  # lists of an opening that was taken back
        TieAnswer.objects.bulk_create(
            TieAnswer(respondent=row, organisation_id=pk, place=place)
            for row in rows
            for place, pk in enumerate(whom[row.organisation_id], start=1)
        )
        survey.opened_at = timezone.now()
        survey.save()
    return made


def _taking(respondent: SurveyRespondent, *, late: bool) -> SurveyRespondent:
    """The respondent under lock, if answers are taken now. Raises Refused."""
    # The survey too: else an answer could arrive while it is being closed, and its ratings would stay.
    rows = SurveyRespondent.objects.select_for_update(of=("self", "survey")).select_related("survey", "organisation")
    row = rows.get(pk=respondent.pk)
    state = row.survey.state
    if state == "closed" or state == "draft" or (state == "over" and not late):
        day = date_format(row.survey.until, "SHORT_DATE_FORMAT")
        raise Refused(_("Answers were taken until %(day)s; the survey is over.") % {"day": day})
    if row.sent_at:
        day = date_format(timezone.localtime(row.sent_at), "SHORT_DATE_FORMAT")
        raise Refused(_("The answers of %(name)s came in on %(day)s.") % {"name": row.organisation, "day": day})
    return row


def keep_answer(answer: TieAnswer, values: Mapping[str, Any], *, late: bool = False) -> None:
    """Keep what is said of one organisation, not sent yet. Raises Refused. `late`: until the survey is closed."""
    with transaction.atomic():
        _taking(answer.respondent, late=late)
        TieAnswer.objects.filter(pk=answer.pk).update(**{name: values[name] for name in ANSWERS})


def send_answers(
    respondent: SurveyRespondent, *, channel: str, others: str, by: Any, late: bool = False
) -> SurveyRespondent:
    """What was kept counts from now on and is not changed any more. Raises Refused."""
    area = respondent.survey.area
    with change(_("Answered: %(name)s") % {"name": respondent}, by=by, area=area):
        row = _taking(respondent, late=late)
        if not row.answers.filter(frequency__isnull=False).exists():
            raise Refused(_("Nothing is answered yet."))
        row.sent_at, row.channel, row.others = timezone.now(), channel, others
        row.save()
    return row


def ask_again(respondent: SurveyRespondent, *, by: Any) -> Change:
    """Answers are thrown away and may be given anew, by a new link: the old one is void. Raises Refused."""
    label = _("To be asked again: %(name)s") % {"name": respondent}
    with change(label, by=by, area=respondent.survey.area) as made:
        row = SurveyRespondent.objects.select_for_update(of=("self",)).select_related("survey").get(pk=respondent.pk)
        if row.survey.closed_at:
            raise Refused(_("The survey is closed for good."))
        row.answers.update(**EMPTY)
        row.sent_at, row.channel, row.others, row.wrong_at = None, "", "", None
        row.edition += 1
        row.save()
    return made


def wrong_person(respondent: SurveyRespondent) -> None:
    """Whoever opened the link is somebody else: it is void from now on, and what was not sent is thrown away."""
    label = _("Link reached somebody else: %(name)s") % {"name": respondent}
    with change(label, by=None, area=respondent.survey.area):
        row = SurveyRespondent.objects.select_for_update(of=("self",)).select_related("survey").get(pk=respondent.pk)
        if not row.sent_at and not row.survey.closed_at:
            row.answers.update(**EMPTY)
        row.wrong_at = timezone.now()
        row.edition += 1
        row.save()


def close_survey(survey: TieSurvey, *, by: Any) -> TieSurvey:
    """Compute the figures, then forget who rated whom. Final, so past the history. Raises Refused."""
    with transaction.atomic():
        survey = TieSurvey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
        if survey.closed_at or not survey.opened_at:
            raise Refused(_("The survey is closed for good.") if survey.closed_at else _("The survey is not open yet."))
        asked = list(survey.respondents.order_by("number").values_list("organisation_id", "sent_at"))
        sent = TieAnswer.objects.filter(respondent__survey=survey, respondent__sent_at__isnull=False)
        ratings = [
            Rating(str(rater), str(rated), *values)
            for rater, rated, *values in sent.values_list("respondent__organisation_id", "organisation_id", *DIMENSIONS)
        ]
        found = scores(
            [str(pk) for pk, _at in asked],
            ratings,
            replied=[str(pk) for pk, at in asked if at],
            response=survey.gate / 100,
            raters=survey.raters,
        )
        TieScore.objects.bulk_create(
            TieScore(
                survey=survey, organisation_id=int(one.id), raters=one.raters, trust=one.trust, value=one.value,
                **one.dimensions,
            )
            for one in found.organisations
            if one.trust is not None or one.value is not None
        )  # fmt: skip
        everything = TieAnswer.objects.filter(respondent__survey=survey)
        everything.filter(respondent__sent_at__isnull=True).update(**EMPTY)
        everything.update(**dict.fromkeys(DIMENSIONS))
        TieSurvey.objects.filter(pk=survey.pk).update(
            closed_at=timezone.now(),
            closed_by=by if getattr(by, "pk", None) else None,
            asked=found.asked,
            answered=found.answered,
            trust=found.trust,
            value=found.value,
            trust_density=found.density_of_trust,
        )
    survey.refresh_from_db()
    return survey


def take_over(survey: TieSurvey, found: Followings, *, add: bool, end: bool, by: Any) -> Change:
    """The ties of a closed wave become relations of the register; those that nobody names any more end."""
    day = timezone.localtime(survey.closed_at).date()
    label = _("Relations from the survey %(name)s") % {"name": survey}
    with change(label, by=by, area=survey.area) as made:
        if add:
            bulk_create([_relation(survey, one, other, tie, day) for one, other, tie in found.add])
        if end:
            for row in found.end:
                row.end = max(day, row.start or day)
            bulk_update(found.end, ["end"])
    return made


def _relation(survey: TieSurvey, one: Organisation, other: Organisation, tie: Any, day: Any) -> Relation:
    return Relation(
        area=survey.area, source=one, target=other, type=Relation.Type.PARTNER, is_mutual=True,
        strength=STRENGTH[tie.frequency], start=day, note=str(survey)[:250],
    )  # fmt: skip


def closed_for_good(change: Change, by: Any) -> str:
    """Why a change to a survey is not taken back: its figures rest on it. Asked by core.undo."""
    surveys = set(TieSurvey.history.filter(change=change).values_list("id", flat=True))
    touched = surveys | set(SurveyRespondent.history.filter(change=change).values_list("survey_id", flat=True))
    if closed := TieSurvey.objects.filter(pk__in=touched, closed_at__isnull=False).first():
        return _("%(survey)s is closed for good: its figures rest on this.") % {"survey": closed}
    for row in SurveyRespondent.history.filter(change=change, history_type="~"):
        if (before := row.prev_record) is not None and before.edition != row.edition:
            return _("The answers were thrown away and cannot be brought back.")
    begun = TieAnswer.objects.filter(respondent__survey__in=surveys, frequency__isnull=False).exists()
    return _("Somebody has begun to answer: the survey stays as it is.") if begun else ""


def add_respondents(survey: TieSurvey, organisations: Sequence[Organisation], *, by: Any) -> Change:
    """More who are asked, while it is a draft; nobody twice. Raises Refused."""
    with change(_("More are asked: %(name)s") % {"name": survey}, by=by, area=survey.area) as made:
        survey = TieSurvey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
        if survey.opened_at:
            raise Refused(_("The lists are written: who comes now is asked in the next survey."))
        there = set(survey.respondents.values_list("organisation_id", flat=True))
        for row in organisations:
            if row.pk not in there:
                SurveyRespondent.objects.create(survey=survey, organisation=row)
    return made
