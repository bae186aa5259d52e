"""Letters and mails: texts saved as versions, mailings made once, each letter sent once and kept as a contact."""

from __future__ import annotations

import smtplib
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kogge.accounts.models import User
from kogge.accounts.roles import Permission
from kogge.actors.models import Position
from kogge.actors.views.consents import consent_link
from kogge.core.history import bulk_create, change
from kogge.core.jobs import JobFailed, Progress
from kogge.core.mails import mail_server
from kogge.outreach.models import Letter, LetterTemplate, LetterVersion, Mailing, Visit
from kogge.outreach.paper.texts import FOOT
from kogge.outreach.queries import person_of
from kogge.outreach.queries.letters import FALLBACK, Recipient, Text, placeholders, texts, written
from kogge.places.models import Area


def mail_ready() -> bool:
    """Whether mails leave this installation: without KOGGE_SMTP_HOST they are only printed."""
    return "console" not in settings.EMAIL_BACKEND


def save_text(area: Area, kind: str, language: str, *, subject: str, body: str, by: Any) -> LetterVersion:
    """Keep a text as the newest version; the same words again give the version that is there."""
    now = texts(area, kind).get(language)
    if now and now.version and (now.subject, now.body) == (subject, body):
        return now.version
    with change(_("Text of a letter saved"), by=by, area=area):
        template, _made = LetterTemplate.objects.get_or_create(area=area, kind=kind, language=language)
        newest = template.versions.order_by("-number").first()
        number = newest.number + 1 if newest else 1
        return LetterVersion.objects.create(template=template, number=number, subject=subject, body=body)


def make_mailing(
    area: Area,
    *,
    kind: str,
    channel: str,
    values: dict[str, str],
    reached: Sequence[Recipient],
    token: uuid.UUID,
    by: Any,
) -> tuple[Mailing, bool]:
    """The letters for those who are reached. A second press with the same token gives the mailing of the first.

    Returns the mailing and whether it was made just now.
    """
    with change(_("Letters made"), by=by, area=area):
        mailing, fresh = Mailing.objects.get_or_create(
            token=token, defaults={"area": area, "kind": kind, "channel": channel, "values": values, "by": by}
        )
        if fresh:
            versions = {text.language: _version(area, kind, text, by) for text in {one.text for one in reached}}
            bulk_create(
                [
                    Letter(
                        mailing=mailing,
                        organisation=one.organisation,
                        version=versions[one.text.language],
                        email=one.email if channel == Mailing.Channel.MAIL else "",
                    )
                    for one in reached
                ]
            )
    return mailing, fresh


def _version(area: Area, kind: str, text: Text, by: Any) -> LetterVersion:
    return text.version or save_text(area, kind, text.language, subject=text.subject, body=text.body, by=by)


def words_of(letter: Letter) -> tuple[str, str]:
    """Subject and text of a letter of a mailing."""
    mailing = letter.mailing
    position = Position.objects.filter(organisation=letter.organisation).current().select_related("person").first()
    values = placeholders(
        mailing.area,
        letter.organisation,
        language=letter.version.template.language,
        contact=position.person.name if position else "",
        sender=_name(mailing.by),
        values=mailing.values,
    )
    return written(letter.version, values)


def _name(user: Any) -> str:
    return str(getattr(user, "name", "") or getattr(user, "email", "") or "")


def _keep(letter: Letter, subject: str, by: Any) -> None:
    """The letter stands with the organisation as a contact by mail: the feedback clock hears of it. Inside `change`."""
    visit = Visit.objects.create(
        area=letter.mailing.area,
        organisation=letter.organisation,
        visitor=person_of(by, letter.mailing.area),
        status=Visit.Status.DONE,
        outcome=Visit.Outcome.MET,
        channel=Visit.Channel.MAIL,
        date=timezone.localdate(),
        note=f"{letter.mailing.get_kind_display()}: {subject}",
    )
    letter.status, letter.sent_at, letter.visit, letter.problem = Letter.Status.SENT, timezone.now(), visit, ""
    letter.save()


def post(mailing: Mailing, *, by: Any) -> Any:
    """The printed letters are on their way: each is kept as a contact, once. Returns the Change."""
    with change(_("Letters sent: %(kind)s") % {"kind": mailing.get_kind_display()}, by=by, area=mailing.area) as made:
        rows = mailing.letters.unsent().select_for_update(of=("self",))
        for letter in rows.select_related("organisation", "mailing__area", "version__template"):
            _keep(letter, words_of(letter)[0], by)
    return made


def send_mails(progress: Progress, mailing_id: int, user_id: int, base: str) -> dict[str, Any]:
    """The job behind "send": one mail after the other. Cancelled, it stops between two and goes on when asked."""
    mailing = Mailing.objects.select_related("area", "by").get(pk=mailing_id)
    user = User.objects.get(pk=user_id)
    if Permission.EDIT_VISITS not in mailing.area.permissions_of(user):
        raise JobFailed(_("You may not send letters of this area."))
    letters = list(mailing.letters.unsent().select_related("organisation", "mailing__area", "version__template"))
    sent = failed = 0
    with mail_server() as connection:
        for index, letter in enumerate(letters):
            progress.say(
                _("%(n)s of %(all)s: %(name)s") % {"n": index + 1, "all": len(letters), "name": letter.organisation},
                100 * index / len(letters),
            )
            if _send(letter, connection, user, base):
                sent += 1
            else:
                failed += 1
    url = reverse("outreach:mailing", args=[mailing.area.slug, mailing.pk])
    return {"url": url, "sent": sent, "failed": failed}


def _send(letter: Letter, connection: Any, by: Any, base: str) -> bool:
    """Send one mail, at most once: it is marked before it leaves."""
    claimed = Letter.objects.filter(pk=letter.pk).unsent().update(status=Letter.Status.SENDING)
    if not claimed:
        return False
    letter.status = Letter.Status.SENDING
    letter.save()  # so in the history too: whoever takes the change back does not send the mail again
    subject, body = words_of(letter)
    imprint = letter.mailing.area.imprint.strip()
    link = base.rstrip("/") + consent_link(letter.organisation)
    language = letter.version.template.language
    with override(_known(language)):
        foot = _("No more mail from us, or see what you agreed to: %(link)s") % {"link": link}
    if language in FOOT:
        foot = FOOT[language].replace("{link}", link)
    message = EmailMessage(
        subject,
        body + f"\n\n-- \n{foot}\n" + (f"{imprint}\n" if imprint else ""),
        to=[letter.email],
        reply_to=[by.email] if by.email else None,
        headers={"List-Unsubscribe": f"<{link}>"},
        connection=connection,
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        letter.status, letter.problem = Letter.Status.FAILED, str(error)[:250]
        letter.save()
        return False
    label = _("Mail sent: %(organisation)s") % {"organisation": letter.organisation.name}
    with change(label, by=by, area=letter.mailing.area):
        _keep(letter, subject, by)
    return True


def _known(language: str) -> str:
    """A language that the interface speaks, for words of ours in a letter."""
    return language if language in dict(settings.LANGUAGES) else FALLBACK


def told(mailing: Mailing) -> str:
    """How far a mailing is, in a sentence."""
    counts = {status: mailing.letters.filter(status=status).count() for status in Letter.Status.values}
    total = sum(counts.values())
    return ngettext("%(sent)s of %(n)s letter was sent.", "%(sent)s of %(n)s letters were sent.", total) % {
        "sent": counts[Letter.Status.SENT],
        "n": total,
    }
