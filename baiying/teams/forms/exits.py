"""Forms of the way out of idle bodies: an appeal, its answer, taking it back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import for_the_record


class AppealForm(forms.Form):
    words = forms.CharField(
        label=_("申诉的理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("为什么没有活动，打算什么时候再办。主管部门会看到。"),
        error_messages={"required": _("请写明理由。")},
        validators=[for_the_record],
    )


class AppealAnswerForm(forms.Form):
    upheld = forms.ChoiceField(
        label=_("申诉"),
        choices=[("yes", _("成立，撤销")), ("no", _("不成立"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一种。")},
    )
    answer = forms.CharField(
        label=_("答复"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("单位会看到。"),
        error_messages={"required": _("请写明答复。")},
        validators=[for_the_record],
    )
