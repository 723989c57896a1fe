"""Setting a target."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baiying.dashboards import words
from baiying.figures.queries import BY_CODE, Front, Unit
from baiying.kit.forms import for_the_record

# A target keeps four places of a share: two of its percentage.
_MOST_PLACES = 2
_HOURS_AND_MINUTES = re.compile(r"(?P<hours>\d{1,4})(?:小时|h)(?P<minutes>[0-5]?\d)(?:分钟?|min)")


def choices(front: Front) -> list[tuple[str, str]]:
    """What a target can be set for, each with its value as of now: `code` or `code:tier`."""
    found = []
    for pair in front.pairs:
        for figure in (pair.credit, pair.all) if pair.definition.tiered else (pair.all,):
            tier = f" · {words.tier_name(figure.tier)}" if figure.tier else ""
            value = f"{words.value_text(figure)} {words.unit_text(figure)}".strip()
            key = pair.definition.code + (f":{figure.tier}" if figure.tier else "")
            now = _("现在 %(value)s") % {"value": value}
            found.append((key, f"{words.name_text(figure)}{tier} — {now}"))
    return found


class TargetForm(forms.Form):
    measure = forms.ChoiceField(label=_("口径"), widget=forms.RadioSelect)
    value = forms.CharField(
        label=_("目标"),
        required=False,
        max_length=12,
        help_text=_("占比填百分数（如 15 或 15%），时长填小时数（如 25）。留空并保存，就是撤回目标。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("依据"),
        max_length=200,
        help_text=_("文件名或会议，例如“2026 年创建工作要点”。会和目标一起留存。"),
        validators=[for_the_record],
    )

    def __init__(self, *args: Any, front: Front, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices(front)

    def clean_value(self) -> Decimal | None:
        """A share or hours as typed, hours also as pages write them (25 小时 30 分钟); clean() settles the unit."""
        text = unicodedata.normalize("NFKC", self.cleaned_data["value"]).replace(" ", "")
        if not text:
            return None
        if spoken := _HOURS_AND_MINUTES.fullmatch(text):
            return Decimal(spoken["hours"]) + round(Decimal(spoken["minutes"]) / 60, 4)
        text = text.removesuffix("小时").removesuffix("%")
        try:
            number = Decimal(text)
        except ArithmeticError:
            raise ValidationError(_("请填数字，例如 15 或 25。")) from None
        if not number.is_finite():
            raise ValidationError(_("请填数字，例如 15 或 25。"))
        return number

    def clean(self) -> dict[str, Any]:
        """A share below one percent may be meant as a fraction: 0.15 for 15 %. It is asked, and nothing is rounded."""
        given = super().clean() or self.cleaned_data
        number = given.get("value")
        if not number or "measure" not in given:
            return given
        share = BY_CODE[self.definition].unit is Unit.SHARE
        typed = unicodedata.normalize("NFKC", self.data.get(self.add_prefix("value"), ""))
        if share and 0 < number < 1 and "%" not in typed:
            words = {"typed": number, "times": f"{(number * 100).normalize():f}"}
            self.add_error("value", _("是 %(typed)s%% 还是 %(times)s%%？请带上百分号再填一次。") % words)
        elif share and number != round(number, _MOST_PLACES):
            self.add_error("value", _("百分数最多两位小数。"))
        return given

    @property
    def definition(self) -> str:
        return str(self.cleaned_data["measure"]).partition(":")[0]

    @property
    def tier(self) -> str:
        return str(self.cleaned_data["measure"]).partition(":")[2]

    @property
    def amount(self) -> Decimal | None:
        """The target as figures keep it: a share from 0 to 1, or hours."""
        number: Decimal | None = self.cleaned_data["value"]
        if number is None or BY_CODE[self.definition].unit is not Unit.SHARE:
            return number
        return number / 100
