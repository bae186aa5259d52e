"""Forms of the networks."""

from .founded import EndForm, KindsForm, LeaderForm, MemberForm, NetworkForm

__all__ = ["EndForm", "KindsForm", "LeaderForm", "MemberForm", "NetworkForm"]
