"""The components of the interface: `{% load kogge %}`. Each is shown once on the style guide page.

Usage lines of all of them: docs/reference/components.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import Form
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kogge.core import addresses, charts

register = template.Library()


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET if request else QueryDict()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Without a label it is decoration and hidden from screen readers."""
    href = f"{static('vendor/lucide/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.simple_tag
def badge(text: Any, kind: str = "", symbol: str = "") -> SafeString:
    """A word in a frame. Kinds: sea, brick (needs action), ochre (soon), moss (good), none (neutral)."""
    return format_html('<span class="badge {}">{}{}</span>', kind, icon(symbol) if symbol else "", text)


@register.filter
def undo_url(message: Any) -> str:
    """The address that takes back what a message tells: `messages.success(…, extra_tags="undo:/…")`."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith("undo:"):
            return str(tag.removeprefix("undo:"))
    return ""


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The colour scheme this browser chose: light, dark or none (follow the system)."""
    request = context.get("request")
    chosen = request.COOKIES.get("kogge_theme", "") if request else ""
    return chosen if chosen in {"light", "dark"} else ""


# Disclosures, dialogs


@register.simple_block_tag
def why(content: str, label: str = "") -> SafeString:
    """Reasons behind one click: `{% why %}…{% endwhy %}`."""
    return format_html(
        '<details class="why"><summary>{}</summary><div class="why-body">{}</div></details>',
        label or _("Why?"),
        content,
    )


@register.inclusion_tag("core/components/reasons.html")
def reasons(pro: Iterable[Any] = (), contra: Iterable[Any] = ()) -> dict[str, Any]:
    """What speaks for a proposal and what speaks against it, as two lists."""
    return {"pro": list(pro or ()), "contra": list(contra or ())}


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A modal dialog, opened by `<button data-dialog="ID">`; Esc and its close button shut it."""
    context = {"id": id, "title": title, "content": content}
    return render_to_string("core/components/dialog.html", context)


@register.inclusion_tag("core/components/emptystate.html")
def emptystate(
    title: str, text: str = "", url: str = "", action: str = "", example: str = "", symbol: str = "circle"
) -> dict[str, str]:
    """An empty screen that teaches: what belongs here, one button to begin, one example."""
    return {
        "title": title,
        "text": text,
        "url": url,
        "action": action,
        "example": example,
        "symbol": symbol,
    }


@register.inclusion_tag("core/components/tabs.html")
def tabs(items: Sequence[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Tabs are links: items of `label`, `url`, `active`, optionally `count`."""
    return {"items": items, "label": label or _("Views")}


# Figures and charts


@register.inclusion_tag("core/components/figure.html")
def figure(
    value: Any, label: str, rule: str = "", records: str = "", note: str = "", trend: Sequence[float] = ()
) -> dict[str, Any]:
    """One figure: its value, what it is, its rule behind "Why?" and a link to the records it counts.

    `value` None means "not enough data"; `note` then says why. `trend` draws a sparkline beside it.
    """
    line = sparkline(trend, label=label) if len(trend) > 1 else ""
    return {"value": value, "label": label, "rule": rule, "records": records, "note": note, "line": line}


@register.simple_tag
def sparkline(values: Sequence[float], label: str = "") -> SafeString:
    """A word-sized line without axes; say its numbers nearby."""
    return charts.sparkline([float(value) for value in values], label)


@register.inclusion_tag("core/components/linechart.html")
def linechart(
    points: Sequence[tuple[Any, float | None]], title: str, unit: str = "", low: float | None = None
) -> dict[str, Any]:
    """A line over dates or labels, drawn on the server as SVG, with its table behind one click.

    `points`: pairs of a date (or label) and a number (None: a gap). `low` fixes the foot of the axis, e.g. 0.
    """
    return {"title": title, "unit": unit, "points": points, "svg": charts.line(points, title, unit, low)}


@register.simple_tag
def bar(value: float | None, top: float, kind: str = "") -> SafeString:
    """A bar beside a number in a table: as long as the number is of `top` (charts.bar)."""
    return charts.bar(None if value is None else float(value), float(top), kind)


# Tables, filters, pages


@register.simple_block_tag
def table(content: str, caption: str, id: str = "", cards: bool = True, hide_caption: bool = False) -> SafeString:
    """`{% table caption="…" %}<thead>…<tbody>…{% endtable %}`: scrolls inside itself, cards on phones.

    For cards every `<td>` carries `data-label="column name"`; the first cell may be `<th scope="row">`.
    """
    context = {"content": content, "caption": caption, "id": id, "cards": cards, "hide_caption": hide_caption}
    return render_to_string("core/components/table.html", context)


@register.inclusion_tag("core/components/th.html", takes_context=True)
def th(context: Context, name: str, label: str, num: bool = False) -> dict[str, Any]:
    """A column head that sorts by `?sort=name`, a second click by `?sort=-name`; filters stay in the address.

    The order in force is the context variable `sort`, else the address.
    """
    current = str(context.get("sort") or _query(context).get("sort", ""))
    direction = {name: "ascending", f"-{name}": "descending"}.get(current, "")
    target = f"-{name}" if direction == "ascending" else name
    return {"label": label, "num": num, "direction": direction, "url": addresses.changed(_query(context), sort=target)}


@register.inclusion_tag("core/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, Any]:
    """Links to the pages of a list, the filters kept."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    base = addresses.changed(_query(context))
    base += "&" if len(base) > 1 else ""
    pages = [{"number": number, "url": f"{base}page={number}" if isinstance(number, int) else ""} for number in numbers]
    around = {
        "previous": f"{base}page={page.number - 1}" if page.has_previous() else "",
        "next": f"{base}page={page.number + 1}" if page.has_next() else "",
    }
    return {"page": page, "pages": pages, **around}


@register.inclusion_tag("core/components/filterchips.html", takes_context=True)
def filterchips(context: Context, form: Form, keep: str = "") -> dict[str, Any]:
    """A removable chip for every filter in force. `filterbar` writes them itself unless it has a target."""
    return {"chips": addresses.chips(form, _query(context)), "clear": addresses.clear(_query(context), keep)}


@register.inclusion_tag("core/components/filterbar.html", takes_context=True)
def filterbar(context: Context, form: Form, target: str = "", more: str = "", keep: str = "") -> dict[str, Any]:
    """A GET form over a list, with a removable chip for every filter in force.

    `target`: id of the element that HTMX swaps while typing (the view answers with its partial, which holds
    `{% filterchips form %}`). `more`: names of fields (comma-separated) that hide behind "More filters".
    `keep`: names of parameters (comma-separated) beside order and view that a filter leaves in the address.
    """
    request, query = context.get("request"), _query(context)
    hidden = more.split(",") if more else []
    fields = list(form)
    return {
        "request": request,
        "form": form,
        "first": [field for field in fields if field.name not in hidden],
        "later": [field for field in fields if field.name in hidden],
        "later_open": any(query.get(name) for name in hidden),
        "keep": addresses.kept(query, keep),
        "keep_names": keep,
        "target": target,
        "path": request.path if request else "",
    }


@register.simple_block_tag
def bulkbar(content: str, count: int = 0) -> SafeString:
    """Buttons that act on the rows ticked; stands inside the same form as the table."""
    return render_to_string("core/components/bulkbar.html", {"content": content, "count": count})


@register.simple_tag
def tick(value: Any, label: str, name: str = "selected") -> SafeString:
    """The box that ticks one row for a bulk action; `label` names the record for screen readers."""
    return format_html('<input type="checkbox" name="{}" value="{}" aria-label="{}" data-tick>', name, value, label)


@register.inclusion_tag("core/components/compare.html")
def compare(rows: Sequence[Mapping[str, Any]], left: str, right: str) -> dict[str, Any]:
    """Two records side by side, a choice per row. Rows: `name`, `label`, `left`, `right`, `choice`."""
    return {"rows": rows, "left": left, "right": right}


# Records, jobs, pictures


@register.inclusion_tag("core/components/history.html", takes_context=True)
def history(context: Context, entries: Iterable[Any], title: str = "") -> dict[str, Any]:
    """Who changed what, when. Entries: `at`, `by`, `label`, `changes` (`field`, `old`, `new`), `undo_url`."""
    return {
        "entries": list(entries),
        "title": title or _("History"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("core/components/job.html", takes_context=True)
def job(context: Context, job: Any, url: str, cancel_url: str = "") -> dict[str, Any]:
    """The bar of a job; asks `url` (which answers with this component) every second until it is over."""
    return {"job": job, "url": url, "cancel_url": cancel_url, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("core/components/map.html")
def areamap(
    geojson: str, label: str, list: str = "", pmtiles: str = "", boundary: str = "", attribution: str = ""
) -> dict[str, str]:
    """A map of points with its list twin (`list`: id of an element whose children carry `data-id`)."""
    return {
        "geojson": geojson,
        "label": label,
        "list": list,
        "pmtiles": pmtiles,
        "boundary": boundary,
        "attribution": attribution,
    }


@register.inclusion_tag("core/components/network.html")
def networkpicture(url: str, label: str, list: str = "", svg: str = "") -> dict[str, str]:
    """A network from a JSON address with its ranked list twin (`list`: id, children carry `data-id`).

    `svg`: an address that gives the picture as a file; `?by=` says how it is coloured.
    """
    return {"url": url, "label": label, "list": list, "svg": svg}


@register.filter
def joined(values: Iterable[Any], separator: str = ", ") -> SafeString:
    """Values in a row, each escaped."""
    return mark_safe(separator.join(format_html("{}", value) for value in values))
