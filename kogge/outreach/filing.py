"""From a filled guide to records: the interview, its visit, consents and flags; needs and offers by whoever listens.

What a question means stands in the column `kogge` of the guide (guides/meaning.py). Nothing that was answered is lost:
the answers stay with the interview as they came, also those that mean nothing to Kogge or cannot be read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors import wording
from kogge.actors.models import Consent, Organisation
from kogge.core.history import change

from .guides.answers import Instance, as_stored, chosen, parse
from .guides.definition import Definition, Question, code_of
from .guides.meaning import INTERVIEW_FIELDS
from .models import FORMATS, SLOTS, Flag, GuideVersion, Interview, Submission, Visit

# Sent inside the change that files a submission: `interview`, `entries` (list of Entry), `by`.
interview_filed = Signal()

YES = frozenset({"yes", "ja", "1", "true", "ok"})
LARGEST = {"hours_per_month": Decimal(200), "max_fee": Decimal("9999.99"), "max_walk_m": Decimal(20_000)}


@dataclass(frozen=True)
class Entry:
    """A need or an offer that an answer named: `kind` is "need" or "offer", `topic` a code or ""."""

    kind: str
    topic: str
    text: str


@dataclass(frozen=True)
class Answer:
    """A question that was answered, and what was entered."""

    question: Question
    values: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.values)

    @property
    def choices(self) -> list[str]:
        return chosen(self.question, self.values)

    @property
    def meaning(self) -> tuple[str, str]:
        word, _colon, rest = self.question.kogge.partition(":")
        return word, rest


def answers(definition: Definition, instance: Instance) -> Iterator[Answer]:
    """The answered questions in the guide's order."""
    for question in definition.answerable():
        if values := instance.values.get(question.path):
            yield Answer(question, values)


def suggested(definition: Definition, instance: Instance) -> dict[str, str]:
    """What the answers say about the organisation itself (`organisation:name` and so on): field → text."""
    return {
        rest: answer.text
        for answer in answers(definition, instance)
        for word, rest in [answer.meaning]
        if word == "organisation" and rest
    }


def entries(definition: Definition, instance: Instance) -> list[Entry]:
    """The needs and offers that the answers name, also those that fit no topic."""
    return list(_entries(list(answers(definition, instance))))


def file(
    submission: Submission,
    *,
    organisation: Organisation,
    by: Any,
    visit: Visit | None = None,
    date: dt.date | None = None,
    language: str = "",
) -> Interview:
    """Make the records of a submission: one interview at an organisation, with all that its answers mean.

    `visit`: the visit it was held at; without one a visit is stored as made. `date`: the day of the talk, by default
    the day the form was begun, else received. One change, undone as a whole.
    """
    definition = submission.version.read()
    instance = parse(submission.xml.encode())
    found = list(answers(definition, instance))
    day = date or timezone.localdate(submission.started_at or submission.received_at or timezone.now())
    day = min(day, timezone.localdate())  # a device whose clock is ahead does not write the future
    label = _("Interview filed: %(organisation)s") % {"organisation": organisation.name}
    with change(label, by=by, area=submission.area):
        visit = _visit(visit, submission, organisation, day, found, by)
        interview = _interview(submission.version, submission, organisation, visit, day, found)
        interview.answers = as_stored(instance)
        interview.language = (language or code_of(definition.default_language) or "de")[:5]
        interview.save()
        _consents(organisation, interview, found)
        _flags(interview, visit, found)
        interview_filed.send(sender=Interview, interview=interview, entries=list(_entries(found)), by=by)
        submission.status = Submission.Status.FILED
        submission.problem = ""
        submission.save()
    return interview


def _visit(
    visit: Visit | None, submission: Submission, organisation: Organisation, day: dt.date, found: list[Answer], by: Any
) -> Visit:
    from .queries import person_of

    if visit is None or Interview.objects.filter(visit=visit).exists():
        visit = Visit(area=submission.area, organisation=organisation, date=day, visitor=person_of(by, submission.area))
    visit.status, visit.outcome = Visit.Status.DONE, Visit.Outcome.MET
    for answer in found:
        word, rest = answer.meaning
        if rest:
            continue
        if word in {"next_step", "note"}:
            setattr(visit, word, answer.text[:200] if word == "next_step" else answer.text)
        elif word in {"minutes", "mood"} and (number := _number(answer)) is not None:
            top = 5 if word == "mood" else 600
            setattr(visit, word, int(min(max(number, Decimal(1)), Decimal(top))))
    visit.save()
    return visit


def _interview(
    version: GuideVersion,
    submission: Submission,
    organisation: Organisation,
    visit: Visit,
    day: dt.date,
    found: list[Answer],
) -> Interview:
    interview = Interview(
        area=submission.area,
        organisation=organisation,
        visit=visit,
        date=day,
        guide=version.guide.code[:40],
        guide_version=version,
        submission=submission,
    )
    for answer in found:
        word, rest = answer.meaning
        if word == "figure" and (number := _number(answer)) is not None:
            interview.figures[rest] = float(number)
        elif word in INTERVIEW_FIELDS and not rest:
            _set_field(interview, word, answer)
    return interview


def _set_field(interview: Interview, name: str, answer: Answer) -> None:
    """Put an answer into a field of the interview; what does not fit stays in `answers` alone."""
    allowed = {
        "slots": SLOTS,
        "formats": [key for key, _label in FORMATS],
        "would_join": Interview.Join.values,
        "experience": Interview.Experience.values,
    }
    if name in {"slots", "formats"}:
        setattr(interview, name, [choice for choice in answer.choices if choice in allowed[name]])
    elif name in {"would_join", "experience"}:
        if answer.text in allowed[name]:
            setattr(interview, name, answer.text)
    elif name == "languages":
        interview.languages = [code[:5] for code in answer.choices]
    elif name in LARGEST:
        number = _number(answer)
        if number is not None and 0 <= number <= LARGEST[name]:
            setattr(interview, name, int(number) if name == "max_walk_m" else number)
    elif name != "not_with":  # a name somebody typed: a person decides who is meant
        setattr(interview, name, answer.text)


def _number(answer: Answer) -> Decimal | None:
    try:
        number = Decimal(answer.values[0].replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _consents(organisation: Organisation, interview: Interview, found: list[Answer]) -> None:
    """A yes is kept as a consent; a no or an empty answer leaves what was agreed before as it is."""
    for answer in found:
        word, purpose = answer.meaning
        if word != "consent" or answer.text.strip().lower() not in YES:
            continue
        held = Consent.objects.filter(organisation=organisation, person__isnull=True, purpose=purpose).valid()
        if not held.exists():
            Consent.objects.create(
                area=interview.area,
                organisation=organisation,
                purpose=purpose,
                channel=Consent.Channel.SPOKEN,
                given_on=interview.date,
                wording_version=wording.version(),
            )


def _flags(interview: Interview, visit: Visit, found: list[Answer]) -> None:
    """Each flag that an answer raises; one of the same kind that is still open is not raised twice."""
    kinds: dict[tuple[str, str], str] = {}
    for answer in found:
        word, rest = answer.meaning
        if word != "flag":
            continue
        if rest:
            kinds[_kind(rest)] = answer.text
        else:
            meanings = {choice.name: choice for choice in answer.question.choices if choice.kogge}
            for name in answer.choices:
                if name in meanings:
                    kinds[_kind(meanings[name].kogge)] = ""
    for (level, kind), text in kinds.items():
        if Flag.objects.filter(organisation=interview.organisation, kind=kind).open().exists():
            continue
        Flag.objects.create(
            area=interview.area,
            organisation=interview.organisation,
            interview=interview,
            visit=visit,
            level=level,
            kind=kind,
            text=text,
            owner=visit.visitor,
            opened_on=interview.date,
            due=interview.date + dt.timedelta(days=Flag.days_for(interview.area, level)),
        )


def _kind(meaning: str) -> tuple[str, str]:
    level, _colon, kind = meaning.partition(":")
    return level, kind if kind in Flag.Kind.values else Flag.Kind.OTHER


def _entries(found: list[Answer]) -> Iterator[Entry]:
    for answer in found:
        word, topic = answer.meaning
        if word not in {"need", "offer"}:
            continue
        named = {choice.name: choice for choice in answer.question.choices}
        if not named:
            yield Entry(word, topic, answer.text)
            continue
        for name in answer.choices:
            if name in named and (named[name].kogge or topic):
                label = named[name].label
                yield Entry(word, named[name].kogge or topic, next(iter(label.values()), name))
