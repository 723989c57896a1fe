"""Which class leaves."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.rosters.rules import progress


class ClassForm(forms.Form):
    keeps_nothing = True
    group = forms.ChoiceField(label=_("哪个班"))

    def __init__(self, *args: Any, groups: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)
        named = sorted((name for name in groups if name), key=progress.order)
        field.choices = [("", gettext("请选")), *((name, name) for name in named)]
