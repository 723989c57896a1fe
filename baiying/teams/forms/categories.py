"""Forms of the kinds of teams of an area."""

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import DayField, for_many


class CategoryForm(forms.Form):
    """What a kind is called from a day on, and who leads it."""

    name = forms.CharField(label=_("类别名称"), max_length=40, validators=[for_many])
    lead_department = forms.CharField(
        label=_("牵头部门"), max_length=60, required=False, validators=[for_many], help_text=_("没有就不填。")
    )
    from_on = DayField(
        label=_("从哪天起"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("今天或以后的一天。以前的名单和统计仍是那时的名称。"),
        error_messages={"invalid": _("日期不对，例如 2026-11-23。")},
    )


class EndCategoryForm(forms.Form):
    """From which day on no team of a kind is made."""

    from_on = DayField(
        label=_("从哪天起停用"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期不对，例如 2026-11-23。")},
    )
