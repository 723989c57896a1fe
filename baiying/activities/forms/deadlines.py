"""Until when one may sign up, in a plan and for what is published."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DeadlineField(forms.DateTimeField):
    """Left empty nobody sets it: it goes with the last shift."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=_("报名截止"),
            required=False,
            help_text=_("不填就到最后一个班次开始为止。"),
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            error_messages={"invalid": _("时间不对，例如 2026-11-23 18:00。")},
            **more,
        )


class DeadlineForm(forms.Form):
    recruit_until = DeadlineField()
