"""Forms of outreach."""

from .filters import PromiseFilter, TaskFilter, VisitFilter
from .interviews import InterviewForm
from .ledger import ClosePromiseForm, PromiseForm, TaskForm
from .visits import OutcomeForm, PlanForm, RecordForm

__all__ = [
    "ClosePromiseForm",
    "InterviewForm",
    "OutcomeForm",
    "PlanForm",
    "PromiseFilter",
    "PromiseForm",
    "RecordForm",
    "TaskFilter",
    "TaskForm",
    "VisitFilter",
]
