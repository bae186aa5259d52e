"""`kogge match AREA`: who can help whom and who could come together, stored as proposals that a person decides."""

from __future__ import annotations

from typing import Any

import click

from kogge.cli.circles import circle_lines, founding_plan
from kogge.cli.django import setup
from kogge.cli.language import figure
from kogge.cli.language import gettext as _
from kogge.cli.language import gettext_noop as _noop
from kogge.cli.output import answer, find_area


@click.command()
@click.argument("area")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def match(area: str, as_json: bool) -> None:
    """Compute the ring plan and the founding circles of AREA and store them as proposals; nothing is decided.

    Earlier proposals that nobody decided are replaced. The bounds are proven; with a gap above 0 the time ran out
    before the proof was complete.
    """
    setup()
    from kogge.exchange.actions import make_plan
    from kogge.exchange.queries import with_arrows

    found = find_area(area)
    click.echo(_("Looking for rings and chains …"), err=True)
    plan = make_plan(area=found)
    proposals = list(with_arrows(plan.proposals.order_by("-score", "pk")))
    click.echo(_("Looking for founding circles …"), err=True)
    founding = founding_plan(found)
    data = {
        "area": found.slug,
        "rings": {
            "plan": plan.pk,
            "objective": round(plan.objective, 6),
            "bound": round(plan.bound, 6),
            "gap": round(plan.gap, 6),
            "optimal": plan.is_optimal,
            "seconds": round(plan.seconds, 3),
            "parties": plan.inputs["parties"],
            "needs": plan.inputs["needs"],
            "offers": plan.inputs["offers"],
            "pairs": plan.inputs["arcs"],
            "without_consent": plan.inputs["without_consent"],
            "proposals": [_proposal(one) for one in proposals],
        },
        "circles": founding,
    }
    answer(data, as_json, [*_lines(data["rings"]), *circle_lines(founding)])


def _proposal(proposal: Any) -> dict[str, Any]:
    return {
        "id": proposal.pk,
        "kind": proposal.kind,
        "score": round(proposal.score, 6),
        "probability": round(proposal.probability, 6),
        "transfers": [
            {
                "giver": t.giver.name,
                "receiver": t.receiver.name,
                "offer": t.offer.text,
                "need": t.need.text,
                "practice": t.offer.is_practice or t.need.is_practice,
            }
            for t in proposal.transfers.all()
        ],
    }


# Kinds of proposals, with the names of those who take part.
SHOWN = {"ring": _noop("ring: %(names)s"), "chain": _noop("chain: %(names)s")}


def _lines(rings: dict[str, Any]) -> list[str]:
    if rings["optimal"]:
        proof = _("proven best possible")
    else:
        proof = _("at most %(gap)s %% below the best possible") % {"gap": figure(100 * rings["gap"], 2)}
    said = _("Proposals: %(number)s (%(proof)s), from %(parties)s organisations. Needs: %(needs)s, offers: %(offers)s.")
    lines = [said % (rings | {"number": len(rings["proposals"]), "proof": proof})]
    if rings["without_consent"]:
        lines.append(
            _("Left out without consent to matching: %(number)s organisations.") % {"number": rings["without_consent"]}
        )
    for one in rings["proposals"]:
        names = [t["giver"] for t in one["transfers"]]
        names.append(one["transfers"][-1]["receiver"])
        practice = " " + _("(practice)") if one["transfers"][0]["practice"] else ""
        shown = SHOWN[one["kind"]]
        lines.append("  " + _(shown) % {"names": " → ".join(names)} + practice)
    return lines
