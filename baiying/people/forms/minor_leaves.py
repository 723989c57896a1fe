"""Forms of the leave to look at a minor's numbers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.db.leave import MOST_WORDS
from baiying.kit.forms import for_the_record


class MinorLeaveForm(forms.Form):
    """What exactly the number is needed for."""

    words = forms.CharField(
        label=_("为什么要看，具体是什么事"),
        min_length=4,
        max_length=MOST_WORDS,
        help_text=_("例如：活动现场受伤，要联系家人。不要写姓名和号码。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[for_the_record],
    )


class MinorLeaveRefusalForm(forms.Form):
    why = forms.CharField(
        label=_("不批准的原因"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[for_the_record],
    )
