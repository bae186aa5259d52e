"""Needs and offers that a filled guide named become entries of the board, coded to the area's topics."""

from __future__ import annotations

from typing import Any

from kogge.outreach.filing import Entry, entries
from kogge.outreach.guides.answers import from_stored
from kogge.outreach.models import Interview

from .models import Need, Offer, Topic
from .queries import search_topics

MODELS: dict[str, type[Need] | type[Offer]] = {"need": Need, "offer": Offer}


def add_entries(sender: Any, *, interview: Interview, entries: list[Entry], **kwargs: Any) -> None:
    """Receiver of `interview_filed`, inside its change.

    The topic is the one named, else the one whose words fit what was said best. What fits no topic stays with the
    answers of the interview, where a person codes it.
    """
    topics = {topic.code: topic for topic in Topic.objects.filter(area=interview.area)}
    for entry in entries:
        topic = topics.get(entry.topic)
        if topic is None:
            topic = next(iter(search_topics(interview.area, entry.text, limit=1)), None)
        if topic is not None:
            MODELS[entry.kind].objects.create(
                area=interview.area,
                organisation=interview.organisation,
                topic=topic,
                text=entry.text[:300],
                interview=interview,
                created_on=interview.date,
                is_practice=interview.is_practice,
            )


def uncoded(interview: Interview) -> list[Entry]:
    """What a talk named as a need or an offer and what is on the board of none: no topic fitted its words.

    A need or offer of the talk with the same words or the same topic takes it off this list.
    """
    if interview.guide_version is None:
        return []
    there: set[tuple[str, str]] = set()
    for kind, model in MODELS.items():
        for text, code in model.objects.filter(interview=interview).values_list("text", "topic__code"):
            there |= {(kind, text), (kind, f"topic:{code}")}
    named = entries(interview.guide_version.read(), from_stored(interview.answers))
    return [
        entry
        for entry in named
        if (entry.kind, entry.text[:300]) not in there and (entry.kind, f"topic:{entry.topic}") not in there
    ]
