"""The shape of what people type about single days of a site and about rooms it lends; no writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import DayField, WholeField, for_many
from baiying.places.forms import DAY


class SayDays(forms.Form):
    first_day = DayField(label=_("从哪天"), widget=DAY)
    last_day = DayField(label=_("到哪天"), widget=DAY, help_text=_("只有一天的，填同一天。"))
    hours = forms.CharField(
        label=_("这几天的开放时间"),
        required=False,
        max_length=60,
        help_text=_("例如 9:00–12:00、14:00–16:00。不开放的留空。"),
        validators=[for_many],
    )
    reason = forms.CharField(
        label=_("原因"), max_length=60, help_text=_("居民看得到，例如“设备检修”。"), validators=[for_many]
    )


class LendRoom(forms.Form):
    name = forms.CharField(label=_("场地名称"), max_length=40, help_text=_("例如“多功能厅”。"), validators=[for_many])
    seats = WholeField(label=_("能坐多少人"), min_value=1, max_value=9999)
    how = forms.CharField(
        label=_("怎么借"),
        required=False,
        max_length=120,
        help_text=_("例如“提前两天打站里的电话，免费”。可不填。"),
        validators=[for_many],
    )
