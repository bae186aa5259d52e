"""Forms of needs and offers."""

from .board import BoardFilter
from .entries import NeedForm, OfferForm, form_class
from .topics import GroupForm, TopicForm

__all__ = ["BoardFilter", "GroupForm", "NeedForm", "OfferForm", "TopicForm", "form_class"]
