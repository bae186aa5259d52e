"""Reads of outreach that span several models; what other apps call stands here."""

from .briefing import Briefing, Contact, briefing, briefings, refusals
from .clock import FeedbackDue, FeedbackList, feedback_overdue
from .conditions import Conditions, current_conditions, no_go_pairs
from .flags import flags_due, open_flags
from .guides import guides
from .guides import versions as guide_versions
from .inbox import waiting as forms_waiting
from .ledger import KeepingRate, keeping_rate, open_tasks, promises_due
from .people import person_of, team
from .timing import assemblies_to_mind
from .visits import lost_sight_of, todays_visits

__all__ = [
    "Briefing",
    "Conditions",
    "Contact",
    "FeedbackDue",
    "FeedbackList",
    "KeepingRate",
    "assemblies_to_mind",
    "briefing",
    "briefings",
    "current_conditions",
    "feedback_overdue",
    "flags_due",
    "forms_waiting",
    "guide_versions",
    "guides",
    "keeping_rate",
    "lost_sight_of",
    "no_go_pairs",
    "open_flags",
    "open_tasks",
    "person_of",
    "promises_due",
    "refusals",
    "team",
    "todays_visits",
]
