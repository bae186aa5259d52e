"""The link by mail, to those who have not answered and may be written to."""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import Any

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kogge.accounts.models import User
from kogge.accounts.roles import Permission
from kogge.core.jobs import JobFailed, Progress
from kogge.core.mails import mail_server
from kogge.networks.models import SurveyRespondent, TieSurvey
from kogge.networks.survey_links import link_of
from kogge.outreach.models import LetterKind, Mailing
from kogge.outreach.queries.letters import recipients

REST = dt.timedelta(days=3)  # nobody is reminded sooner


def words(respondent: SurveyRespondent, link: str, *, sender: str) -> tuple[str, str]:
    """Subject and text, for mails and letters."""
    survey = respondent.survey
    subject = _("Who works with whom? Please answer until %(day)s") % {
        "day": date_format(survey.until, "SHORT_DATE_FORMAT")
    }
    text = _(
        "Dear Sir or Madam,\n\nin the survey “%(survey)s” the organisations of %(area)s say with whom they work and "
        "how well that goes. It takes about ten minutes and no password:\n\n%(link)s\n\nThe link is for %(name)s "
        "alone. What you think of others nobody sees singly: only means of at least %(raters)s are shown, and when the "
        "survey closes who said what is deleted. Afterwards the same link shows you how the others see you.\n\n"
        "Thank you\n%(sender)s"
    ) % {
        "survey": survey,
        "area": survey.area.name,
        "name": respondent.organisation.name,
        "link": link,
        "raters": survey.raters,
        "sender": sender,
    }
    return subject, text


def send_links(progress: Progress, survey_id: int, user_id: int, base: str) -> dict[str, Any]:
    """The job behind "mail the links": one mail after the other; whoever got one in the last days gets none."""
    survey = TieSurvey.objects.select_related("area").get(pk=survey_id)
    user = User.objects.get(pk=user_id)
    if Permission.EDIT_NETWORKS not in survey.area.permissions_of(user):
        raise JobFailed(_("You may not send letters of this area."))
    rows = list(survey.respondents.filter(sent_at__isnull=True).select_related("organisation", "survey__area"))
    now = timezone.now()
    due = {row.organisation_id: row for row in rows if row.mailed_at is None or row.mailed_at < now - REST}
    # Who may be written to is the same question as for every letter.
    found = recipients(
        survey.area, [row.organisation for row in due.values()], kind=LetterKind.INVITATION,
        channel=Mailing.Channel.MAIL, values={},
    )  # fmt: skip
    sent = failed = 0
    with mail_server() as connection:
        for index, one in enumerate(found.reached):
            progress.say(one.organisation, 100 * index / len(found.reached))
            if _send(due[one.organisation.pk], one.email, connection, user, base):
                sent += 1
            else:
                failed += 1
    url = reverse("networks:survey", args=[survey.area.slug, survey.pk])
    return {"url": url, "sent": sent, "failed": failed, "left_out": len(found.left_out)}


def _send(row: SurveyRespondent, email: str, connection: Any, by: User, base: str) -> bool:
    """One mail, at most once: it is marked before it leaves."""
    mine = SurveyRespondent.objects.filter(pk=row.pk, sent_at__isnull=True, mailed_at=row.mailed_at)
    if not mine.update(mailed_at=timezone.now()):
        return False
    subject, text = words(row, base.rstrip("/") + link_of(row), sender=by.name)
    imprint = row.survey.area.imprint.strip()
    message = EmailMessage(
        subject, text + (f"\n\n-- \n{imprint}\n" if imprint else ""), to=[email],
        reply_to=[by.email] if by.email else None, connection=connection,
    )  # fmt: skip
    try:
        message.send()
    except (OSError, smtplib.SMTPException, ValueError):
        SurveyRespondent.objects.filter(pk=row.pk).update(mailed_at=row.mailed_at)
        return False
    return True
