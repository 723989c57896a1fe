"""The shape of what is typed into the pages of this room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import for_the_record


class ActForm(forms.Form):
    """The act of who stands at the desk: the clerk copies the end of the number; the action compares and counts."""

    keeps_nothing = True

    last_six = forms.CharField(
        label=_("证件号码后六位"),
        max_length=24,
        help_text=_("看着本人带来的证件抄写；护照抄全部。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DeskCopyForm(ActForm):
    """Why somebody wants the copy printed here, in their own words."""

    reason = forms.CharField(
        label=_("为什么在柜台要"),
        max_length=120,
        help_text=_("例如：没有手机，想看看记了些什么。"),
        validators=[for_the_record],
    )
