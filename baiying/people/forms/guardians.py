"""Forms of an office that decides about guardians by papers, and of a guardian who names another one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import DayField, for_the_record
from baiying.people.forms.registering import GuardianForm
from baiying.people.models import EndWhy


class SettlementForm(forms.Form):
    """What an office makes of a document about who decides for a child."""

    PROVEN, UNPROVEN = "proven", "unproven"
    sometimes = ("why",)

    document = forms.CharField(
        label=_("看了什么证明"),
        min_length=4,
        max_length=80,
        help_text=_("例如：法院调解书、离婚协议、监护证明，写明名称和文号；不写内容。会记入审计。"),
        validators=[for_the_record],
    )
    outcome = forms.ChoiceField(
        label=_("看的结果"),
        choices=[
            (PROVEN, _("证明由这一位决定，让他的同意生效")),
            (UNPROVEN, _("不能证明由谁决定，注册仍然暂停")),
        ],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("为什么以这一位的同意为准"),
        required=False,
        max_length=120,
        help_text=_("证明由他决定的，写一句理由，会留在记录里；不能证明的不用写。"),
        validators=[for_the_record],
    )

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        if given.get("outcome") == self.PROVEN and not (given.get("why") or "").strip() and "why" not in self.errors:
            self.add_error("why", _("请写明为什么以这一位的同意为准。"))
        return given


class GuardianEndForm(forms.Form):
    """By what paper somebody is no guardian any more, and from which day on."""

    ended_on = DayField(
        label=_("从哪一天起不再是监护人"),
        help_text=_("按文书生效的日子填，不是今天办理的日子。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    why = forms.ChoiceField(label=_("凭什么"), choices=EndWhy.choices, widget=forms.RadioSelect)
    document = forms.CharField(
        label=_("看了什么文书"),
        min_length=4,
        max_length=80,
        help_text=_("写明名称和文号，例如：东河区法院民事判决书（2026）第12号；不写内容。会记入审计。"),
        validators=[for_the_record],
    )


class GuardianEndLiftForm(forms.Form):
    """By what paper somebody may be asked as a guardian again."""

    document = forms.CharField(
        label=_("看了什么文书，或登记错在哪里"),
        min_length=4,
        max_length=80,
        help_text=_("写明名称和文号；不写内容。会记入审计。"),
        validators=[for_the_record],
    )


class OtherGuardianForm(GuardianForm):
    """The child's other guardian, named by one who has agreed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].label = _("是孩子的")
        self.fields["guardian_phone"].help_text = _("我们会发一条短信，请他在自己的手机上看过再决定。号码只用来问他。")
