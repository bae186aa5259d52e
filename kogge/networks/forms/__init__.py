"""Forms of the networks."""

from .founded import EndForm, KindsForm, LeaderForm, MemberForm, NetworkForm
from .meetings import DecisionForm, EffortForm, HeldForm, MeetingForm, SettleForm

__all__ = [
    "DecisionForm",
    "EffortForm",
    "EndForm",
    "HeldForm",
    "KindsForm",
    "LeaderForm",
    "MeetingForm",
    "MemberForm",
    "NetworkForm",
    "SettleForm",
]
