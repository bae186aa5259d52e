"""Networks: who is in them, who leads them, how they live, what became of earlier ones."""

from .actions import Benefit, JointAction
from .budget import BudgetEntry
from .charter import Charter
from .founding import FoundingCircle, FoundingPlan, FoundingRest, FoundingScenario, FoundingSeat, FoundingWish
from .groups import WorkingGroup, WorkingGroupMember
from .invitations import Invitation
from .meetings import Attendance, CalendarLink, Decision, Effort, Meeting
from .networks import Leader, Network, NetworkMember
from .own import OwnChange, OwnLink
from .surveys import Frequency, SurveyRespondent, TieAnswer, TieScore, TieSurvey

__all__ = [
    "Attendance",
    "Benefit",
    "BudgetEntry",
    "CalendarLink",
    "Charter",
    "Decision",
    "Effort",
    "FoundingCircle",
    "FoundingPlan",
    "FoundingRest",
    "FoundingScenario",
    "FoundingSeat",
    "FoundingWish",
    "Frequency",
    "Invitation",
    "JointAction",
    "Leader",
    "Meeting",
    "Network",
    "NetworkMember",
    "OwnChange",
    "OwnLink",
    "SurveyRespondent",
    "TieAnswer",
    "TieScore",
    "TieSurvey",
    "WorkingGroup",
    "WorkingGroupMember",
]
