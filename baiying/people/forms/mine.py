"""What a volunteer may change alone."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.values import documents
from baiying.people.forms.desk import LastSixField
from baiying.people.forms.fields import InterestsForm, NameField


class ProfileForm(InterestsForm):
    name_public = forms.BooleanField(
        label=_("在公开的名单里显示我的姓名"),
        required=False,
        help_text=_("不勾选时只显示姓氏。随时可以改。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["categories", "skills", "availability", "name_public"])


class ItIsMeForm(forms.Form):
    """Whoever holds the number of a record that another claims: the end of the own document."""

    last_six = LastSixField()

    def __init__(self, *args: Any, end: documents.NumberEnd, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(LastSixField, self.fields["last_six"]).of(end)


class ResubmitForm(forms.Form):
    name = NameField(label=_("证件上的姓名"))
