"""Networks: who is in them, who leads them, what became of earlier ones."""

from .networks import Leader, Network, NetworkMember

__all__ = ["Leader", "Network", "NetworkMember"]
