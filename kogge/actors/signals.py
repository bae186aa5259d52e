"""What the rooms further down the story listen to."""

from __future__ import annotations

from django.dispatch import Signal

# An organisation no longer agrees to a purpose: no valid consent to it is left. Sent inside the change that notes it,
# so that all that follows is taken back with it. Arguments: `organisation`, `purpose` (Consent.Purpose), `on`, `by`.
consent_withdrawn = Signal()
