"""Outreach: guides, visits and walks, interviews with conditions for joining, flags, promises, tasks that follow."""

from .apologies import Apology
from .devices import DevicePassword
from .field import FieldRecord
from .flags import Flag, Referral
from .guides import Guide, GuideVersion, Submission, SubmissionFile
from .interviews import DAYS, FORMATS, SLOTS, TIMES, Interview, NoGo
from .ledger import Promise, Task, TaskOrganisation
from .letters import Letter, LetterKind, LetterTemplate, LetterVersion, Mailing
from .rounds import SurveyRound
from .visits import Visit
from .walks import Walk

__all__ = [
    "DAYS",
    "FORMATS",
    "SLOTS",
    "TIMES",
    "Apology",
    "DevicePassword",
    "FieldRecord",
    "Flag",
    "Guide",
    "GuideVersion",
    "Interview",
    "Letter",
    "LetterKind",
    "LetterTemplate",
    "LetterVersion",
    "Mailing",
    "NoGo",
    "Promise",
    "Referral",
    "Submission",
    "SubmissionFile",
    "SurveyRound",
    "Task",
    "TaskOrganisation",
    "Visit",
    "Walk",
]
