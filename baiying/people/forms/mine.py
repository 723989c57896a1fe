"""What a volunteer may change alone."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.values import documents
from baiying.people.forms.desk import LastSixField
from baiying.people.forms.fields import InterestsForm, NameField
from baiying.people.models import InvitedBy


class ProfileForm(InterestsForm):
    name_public = forms.BooleanField(
        label=_("我带队时，公开的页面上显示全名"),
        required=False,
        help_text=_(
            "不勾选时，公众只看到姓氏；一起服务的人要找领队，看得到全名。不带队的人，姓名不在公开的页面上。"
            "未满 18 岁的始终只显示姓氏。"
        ),
    )
    invited_by = forms.ChoiceField(
        label=_("谁可以邀请我加入队伍"),
        choices=InvitedBy.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("没有人因此知道您是不是志愿者；您自己随时可以申请加入任何队伍。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["categories", "skills", "availability", "name_public", "invited_by"])

    def clean_invited_by(self) -> str:
        """A page that was opened before there was the question changes no answer."""
        return str(self.cleaned_data["invited_by"] or self.initial.get("invited_by") or InvitedBy.AREA)


class ItIsMeForm(forms.Form):
    """Whoever holds the number of a record that another claims: the end of the own document."""

    last_six = LastSixField()

    def __init__(self, *args: Any, end: documents.NumberEnd, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(LastSixField, self.fields["last_six"]).of(end)


class ResubmitForm(forms.Form):
    name = NameField(label=_("证件上的姓名"))
