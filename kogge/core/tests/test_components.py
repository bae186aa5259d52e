"""The template tags: what they write, and that they escape what people typed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from kogge.core import charts
from kogge.core.templatetags.kogge import undo_url


def render(source: str, query: str = "", **context: Any) -> str:
    request = RequestFactory().get(f"/list/{query}")
    return Template("{% load kogge i18n %}" + source).render(Context({"request": request, **context}))


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Filters(forms.Form):
    q = forms.CharField(label="Name", required=False)
    kind = forms.MultipleChoiceField(label="Kind", choices=[("a", "Bakers"), ("b", "Tailors")], required=False)
    later = forms.CharField(label="Later", required=False)


def test_icon_is_hidden_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in render('{% icon "flag" %}')
    assert 'role="img" aria-label="&lt;b&gt;"' in render('{% icon "flag" label %}', label="<b>")


def test_sortable_head_turns_the_order_and_keeps_the_filters() -> None:
    head = '{% th "name" "Name" %}'
    assert 'href="?q=m%C3%B6we&amp;sort=name"' in render(head, "?q=möwe&page=3")
    rising = render(head, "?sort=name")
    assert 'aria-sort="ascending"' in rising
    assert 'href="?sort=-name"' in rising
    assert 'aria-sort="descending"' in render(head, "?sort=-name")
    assert "aria-sort" not in render(head, "?sort=size")
    assert 'aria-sort="descending"' in render(head, sort="-name")


def test_chips_name_the_choice_and_take_away_only_their_own_filter() -> None:
    query = "?q=<x>&kind=a&kind=b&sort=name&page=2"
    request = RequestFactory().get(f"/list/{query}")
    html = render("{% filterbar form %}", query, form=Filters(request.GET))
    assert "<b>Bakers</b>" in html
    assert "&lt;x&gt;" in html
    assert "<x>" not in html
    assert 'href="?q=%3Cx%3E&amp;kind=b&amp;sort=name"' in html
    assert 'class="clear" href="?sort=name"' in html
    assert '<input type="hidden" name="sort" value="name">' in html


def test_chips_stand_in_the_swapped_part_when_there_is_a_target() -> None:
    request = RequestFactory().get("/list/?q=a")
    bar = render('{% filterbar form target="rows" %}', "?q=a", form=Filters(request.GET))
    assert 'hx-target="#rows"' in bar
    assert "chips" not in bar
    assert "<b>a</b>" in render("{% filterchips form %}", "?q=a", form=Filters(request.GET))


def test_filters_behind_more_open_when_they_are_in_force() -> None:
    closed = render('{% filterbar form more="later" %}', form=Filters({}))
    opened = render('{% filterbar form more="later" %}', "?later=x", form=Filters({"later": "x"}))
    assert '<details class="more-filters">' in closed
    assert '<details class="more-filters" open>' in opened


def test_pages_keep_filters_and_mark_the_current_one() -> None:
    page = Paginator(range(95), 10).get_page(4)
    html = render("{% pagination page %}", "?q=a&page=4", page=page)
    assert 'href="?q=a&amp;page=4" aria-current="page"' in html
    assert 'rel="prev" href="?q=a&amp;page=3"' in html
    assert 'rel="next" href="?q=a&amp;page=5"' in html
    assert render("{% pagination page %}", page=Paginator(range(3), 10).get_page(1)).strip() == ""


def test_figure_without_a_value_says_so() -> None:
    html = render('{% figure value=value label="Trust" note="9 of 30" rule="Mean" %}', value=None)
    assert "figure-value missing" in html
    assert "9 of 30" in html
    assert "Mean" in html


def test_figure_of_zero_is_a_figure() -> None:
    assert '<p class="figure-value">0</p>' in render('{% figure value=0 label="Flags" %}')


def test_history_escapes_what_people_typed() -> None:
    change = {"field": "Name", "old": "<i>", "new": "<script>"}
    entry = SimpleNamespace(at=NOW, by="A", label="B", changes=[change], undo_url="/u/", undone_at=None)
    html = render("{% history entries %}", entries=[entry])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert 'action="/u/"' in html


def test_undone_entry_offers_no_second_undo() -> None:
    entry = SimpleNamespace(at=NOW, by="", label="B", changes=[], undo_url="/u/", undone_at=1)
    assert 'action="/u/"' not in render("{% history entries %}", entries=[entry])


def test_job_asks_again_only_while_it_runs() -> None:
    def job(status: str, **more: Any) -> SimpleNamespace:
        over = status in {"done", "failed", "cancelled"}
        fields = {"title": "T", "status": status, "get_status_display": status, "step": "s", "percent": 30}
        fields |= {"is_over": over, "cancel_requested": False, "result_url": "", "error": "E"} | more
        return SimpleNamespace(**fields)

    running = render('{% job job "/j/" "/j/cancel/" %}', job=job("running"))
    assert 'hx-get="/j/"' in running
    assert 'value="30"' in running
    assert 'action="/j/cancel/"' in running
    failed = render('{% job job "/j/" "/j/cancel/" %}', job=job("failed"))
    assert "hx-get" not in failed
    assert "E" in failed
    assert 'href="/r/"' in render('{% job job "/j/" %}', job=job("done", result_url="/r/"))


def test_comparison_offers_a_choice_only_where_the_records_differ() -> None:
    rows = [
        {"name": "a", "label": "A", "left": "1", "right": "1"},
        {"name": "b", "label": "B", "left": "1", "right": "2", "choice": "right"},
    ]
    html = render('{% compare rows "L" "R" %}', rows=rows)
    assert html.count('type="radio"') == 2
    assert '<input type="hidden" name="a" value="left">' in html
    assert 'value="right" aria-describedby="compare-b" checked' in html


def test_undo_address_is_read_from_the_message() -> None:
    assert undo_url(SimpleNamespace(extra_tags="undo:/x/1/")) == "/x/1/"
    assert undo_url(SimpleNamespace(extra_tags="")) == ""
    assert undo_url(SimpleNamespace(extra_tags=None)) == ""


def test_failed_form_links_every_error_to_its_field() -> None:
    class Visit(forms.Form):
        name = forms.CharField(label="Name")
        how = forms.ChoiceField(label="How", choices=[("a", "A")], widget=forms.RadioSelect)

    html = render("{{ form }}", form=Visit({}))
    assert 'role="alert"' in html
    assert 'href="#id_name"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_error"' in html
    assert 'href="#id_how_0"' in html
    assert 'id="id_how_0"' in html


def test_chosen_appearance_comes_from_the_cookie_and_nothing_else() -> None:
    request = RequestFactory().get("/")
    for value, expected in (("dark", "dark"), ("light", "light"), ('"><script>', "")):
        request.COOKIES["kogge_theme"] = value
        assert Template("{% load kogge %}{% theme %}").render(Context({"request": request})) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 0.71, [0, 0.2, 0.4, 0.6, 0.8]),
        (3, 17, [0, 5, 10, 15, 20]),
        (5, 5, [5, 7.5, 10]),
        (-4, 4, [-4, -2, 0, 2, 4]),
    ],
)
def test_axis_has_round_numbers(low: float, high: float, expected: list[float]) -> None:
    marks = charts.ticks(low, high)
    assert marks[0] <= low
    assert marks[-1] >= high
    if low != high:
        assert marks == expected


def test_axis_refuses_infinity() -> None:
    with pytest.raises(ValueError, match="finite"):
        charts.ticks(0, float("inf"))


def test_line_breaks_where_a_value_is_missing() -> None:
    points = [(date(2026, 1, 1), 1.0), (date(2026, 1, 8), 2.0), (date(2026, 1, 15), None)]
    points += [(date(2026, 1, 22), 3.0), (date(2026, 1, 29), 1.0)]
    svg = charts.line(points, "T")
    assert svg.count("<polyline") == 2
    assert svg.count("<circle") == 4
    assert charts.line([("a", None)], "T") == ""


def test_dates_stand_by_their_distance_in_time() -> None:
    points = [(date(2026, 1, 1), 1.0), (date(2026, 1, 2), 1.0), (date(2026, 1, 11), 1.0)]
    svg = charts.line(points, "T")
    span = charts.WIDTH - charts.LEFT - charts.RIGHT
    assert f'cx="{charts.LEFT + span * 0.1:.1f}"' in svg


def test_chart_escapes_its_words() -> None:
    svg = charts.line([("<a>", 1.0), ("b", 2.0)], '"<t>')
    assert "<a>" not in svg
    assert "<t>" not in svg


def test_a_bar_is_as_long_as_its_number_and_never_longer():
    from kogge.core.charts import bar

    assert 'width="25.0"' in bar(1, 4)
    assert 'width="100.0"' in bar(9, 4)
    assert 'aria-hidden="true"' in bar(1, 4, "brick")
    assert bar(None, 4) == bar(1, 0) == ""
