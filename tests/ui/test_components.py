"""Components as pages use them: forms, states, charts, masks, messages."""

import json
import re
from typing import Any

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.test import RequestFactory

from baiying.ui import charts, flash
from baiying.ui.navigation import Entry
from tests.ui.drawing import drawn

pytestmark = pytest.mark.urls("tests.ui.addresses")


def rendered(source: str, **context: Any) -> str:
    request = RequestFactory().get("/list/", {"q": "河岸", "page": "2"})
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


class Wish(forms.Form):
    name = forms.CharField(label="姓名", help_text="与证件一致")
    when = forms.ChoiceField(label="什么时候", choices=[("a", "上午"), ("b", "下午")], widget=forms.RadioSelect)
    note = forms.CharField(label="备注", required=False)


FORM = '{% include "ui/components/form.html" with submit="报名" %}'


def test_a_wrong_form_sums_its_errors_up_with_links_to_the_fields() -> None:
    page = rendered(FORM, form=Wish({"note": "早到"}))
    assert 'role="alert"' in page
    assert 'href="#id_name"' in page
    assert 'href="#id_when_0"' in page or 'href="#id_when"' in page
    assert 'value="早到"' in page, "what was typed stays"
    assert 'aria-invalid="true"' in page


def test_every_field_has_a_label_and_its_help_is_read_with_it() -> None:
    page = rendered(FORM, form=Wish())
    assert '<label class="form-label" for="id_name">姓名' in page
    assert re.search(r'id="id_name"[^>]*aria-describedby="id_name_helptext"', page) or re.search(
        r'aria-describedby="id_name_helptext"[^>]*id="id_name"', page
    )
    assert "<legend" in page
    assert "（选填）" in page


def test_a_description_points_only_at_what_is_there() -> None:
    page = rendered(FORM, form=Wish({"name": "周敏"}))
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    for described in re.findall(r'aria-describedby="([^"]+)"', page):
        assert set(described.split()) <= ids, described


def test_a_state_is_said_in_words_and_with_a_sign_of_its_own() -> None:
    page = rendered('{% state "jade" "已签到" %}{% state "brick" "已退回" %}')
    assert "已签到" in page
    assert "#check" in page
    assert "#cross" in page


def test_what_people_typed_is_escaped_in_components() -> None:
    page = rendered('{% state "jade" text %}{% stat text text %}{% empty_state text %}', text="<script>x</script>")
    assert "<script>" not in page


def test_a_chart_carries_a_table_with_the_same_numbers() -> None:
    chart = charts.Chart(
        title="注册率", unit="percent", labels=["清河区", "云台县"], urls=["/a/1/", ""], target=0.15,
        series=[charts.Series("注册率", [0.162, None])],
    )  # fmt: skip
    page = rendered('{% chart "rate" "bar" chart %}', chart=chart)
    assert '<a href="/a/1/">清河区</a>' in page
    assert "16.2%" in page
    assert "—" in page, "nothing known is a dash"
    found = re.search(r'<script id="rate-data" type="application/json">(.*?)</script>', page)
    assert found
    assert json.loads(found[1])["series"][0]["values"] == [0.162, None]


def test_a_name_in_a_chart_cannot_end_its_script() -> None:
    chart = charts.Chart(title="x", labels=["</script><b>"], series=[charts.Series("人数", [1])])
    assert "</script><b>" not in rendered('{% chart "a" "bar" chart %}', chart=chart)


def test_an_unknown_unit_of_a_chart_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="unit"):
        charts.Chart(title="x", unit="小时")


def test_a_mask_shows_nothing_more_and_asks_by_post() -> None:
    page = rendered('{% masked "4111**********2046" url="/people/x/reveals/" %}')
    assert "4111**********2046" in page
    assert 'method="post"' in page


def test_changing_one_part_of_the_query_keeps_the_rest() -> None:
    assert rendered("{% query page=3 %}") == "?q=%E6%B2%B3%E5%B2%B8&amp;page=3"
    assert rendered('{% query page="" q=None %}') == "?"


def test_navigation_is_grouped_under_the_offices_headings_only() -> None:
    nav = [Entry("找活动", "/a/"), Entry("待办", "/b/", group="今天"), Entry("人员", "/c/", group="志愿者")]
    page = rendered("{% for h, es in nav|office_groups %}{{ h }}:{{ es.0.label }};{% endfor %}", nav=nav)
    assert page == "今天:待办;志愿者:人员;"


@pytest.mark.parametrize(("url", "shown"), [("/undo/1/", "/undo/1/"), ("https://example.org/", ""), ("//x.org/", "")])
def test_an_undo_posts_only_to_our_own_pages(url: str, shown: str) -> None:
    message = Message(25, "好了", extra_tags=f"undo:{url}")
    assert rendered("{{ message|undo_url }}", message=message) == shown


def test_a_qr_code_is_dark_on_white_in_every_theme() -> None:
    page = rendered('{% qr "https://example.org/c/1" "签到二维码" %}')
    assert 'aria-label="签到二维码"' in page
    assert "#fff" in page
    assert "style=" not in page


def test_the_flash_helper_marks_what_can_be_undone(rf: RequestFactory) -> None:
    request = rf.get("/")
    kept: list[tuple[int, str, str]] = []

    class Storage:
        def add(self, level: int, message: str, extra_tags: str = "") -> None:
            kept.append((level, message, extra_tags))

    request._messages = Storage()  # type: ignore[attr-defined]
    flash.undoable(request, "已退出这一班", "/shifts/1/signups/")
    assert kept == [(25, "已退出这一班", "undo:/shifts/1/signups/")]


@pytest.mark.parametrize("name", ["", "public", "activity", "form", "confirm", "today", "code", "desk", "table",
                                  "record", "city", "hall", "paper"])  # fmt: skip
def test_no_component_uses_inline_style_or_script(name: str) -> None:
    page = drawn(name)
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert all(
        "src=" in attributes or "application/json" in attributes for attributes in re.findall(r"<script([^>]*)>", page)
    )
    assert re.search(r"<h1", page)
