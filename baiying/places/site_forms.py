"""The shape of what people type about the standard of sites, and about sites beside the main line; no writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.places import words
from baiying.places.forms import DAY, DescribeSite, SinceADay
from baiying.places.models import SiteHave, SiteLevel
from baiying.places.rules import sites as rules


class SayHaves(forms.Form):
    """A tick and what shows it for each item of the standard; the day and who saw it once for all."""

    seen_on = forms.DateField(label=_("哪天看的"), widget=DAY)
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
            self.fields[f"proof_{n}"] = forms.CharField(label=about, required=False, max_length=200, initial=proof)
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
    since = forms.DateField(label=_("从哪天起开放"), widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["level", "name", "since"])

    def described(self) -> dict[str, Any]:
        """How it is found, without its kind and day; call it on a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("level", "since", "datum")}
