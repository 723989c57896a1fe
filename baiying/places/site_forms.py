"""The shape of what people type about the standard of sites, and about sites beside the main line; no writes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import ContactPhoneField, DayField, for_the_record
from baiying.kit.values import names
from baiying.places import words
from baiying.places.forms import DAY, DescribeSite, SinceADay
from baiying.places.models import SiteHave, SiteLevel
from baiying.places.rules import sites as rules


class SayHaves(forms.Form):
    """A tick and what shows it for each item of the standard; the day and who saw it once for all."""

    seen_on = DayField(label=_("哪天看的"), widget=DAY)
    seen_by = forms.CharField(label=_("谁去看的"), max_length=40)

    def __init__(self, *args: Any, items: tuple[str, ...], last: dict[str, SiteHave], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for n, item in enumerate(items):
            said = last.get(item)
            has, proof = (said.has, said.proof) if said else (False, "")
            label = translate("有%(item)s") % {"item": words.item(item)}
            self.fields[f"has_{n}"] = forms.BooleanField(label=label, required=False, initial=has)
            about = translate("凭什么说有%(item)s") % {"item": words.item(item)}
            self.fields[f"proof_{n}"] = forms.CharField(
                label=about,
                required=False,
                max_length=200,
                initial=proof,
                validators=[for_the_record],
            )
        self.order_fields([*(f"{kind}_{n}" for n in range(len(items)) for kind in ("has", "proof")), "seen_on"])

    def said(self) -> dict[str, tuple[bool, str]]:
        """Item -> whether it is there and what shows it; call it on a valid form."""
        data = self.cleaned_data
        return {item: (data[f"has_{n}"], data[f"proof_{n}"]) for n, item in enumerate(self.items)}

    def field_of(self, item: str) -> str:
        """The field in which what shows an item is typed."""
        return f"proof_{self.items.index(item)}"


class NewSite(SinceADay, DescribeSite):
    """A site beside the main line: its kind, since when it is open, and how it is found."""

    level = forms.ChoiceField(
        label=_("类型"), choices=[(kind, SiteLevel(kind).label) for kind in rules.OTHERS], widget=forms.RadioSelect
    )
    since = DayField(label=_("从哪天起开放"), widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["level", "name", "since"])

    def described(self) -> dict[str, Any]:
        """How it is found, without its kind and day; call it on a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("level", "since", "datum")}


class AppointStaff(SinceADay):
    """Somebody of a site; `since` may lie ahead, for it is known who comes."""

    role = forms.ChoiceField(label=_("担任"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("姓名"), max_length=40)
    duty = forms.CharField(
        label=_("分工"),
        required=False,
        max_length=40,
        help_text=_("几个字，例如“登记、场地”。可不填。"),
        validators=[for_the_record],
    )
    phone = ContactPhoneField(
        label=_("本人的电话"), required=False, help_text=_("只有办公室看得到，每次查看都有记录。公众打阵地的电话。")
    )
    since = DayField(label=_("从哪天起"), widget=DAY)

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = words.staff_roles(level)  # type: ignore[attr-defined]
        self.order_fields(["role", "name", "since", "phone", "duty"])

    def clean_name(self) -> str:
        try:
            return names.name(self.cleaned_data["name"])
        except names.BadName:
            raise ValidationError(_("姓名里有不像名字的字，请检查。")) from None


class EndStaff(forms.Form):
    last_day = DayField(label=_("最后一天"), widget=DAY, help_text=_("这一天还在任。"))


class SeePhone(forms.Form):
    reason = forms.CharField(
        label=_("为什么要看"),
        max_length=120,
        min_length=4,
        help_text=_("会记入审计。"),
        validators=[for_the_record],
    )
