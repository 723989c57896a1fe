"""The form of what was one and becomes two again: each thing that is newer is asked to which side it belongs."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import for_the_record

OWN, OTHERS = "survivor", "loser"


def reason(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """Why, in a few sentences that stay on record and hold no numbers of people."""
    return forms.CharField(
        label=label,
        max_length=300,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[for_the_record],
        help_text=help_text,
        error_messages={"required": _("请写明理由。")},
    )


class PartingForm(forms.Form):
    """To which side each newer thing belongs: every one is said, none is guessed. `whose`: the two, each by its name.

    A room says by `MISSING` what is asked for where one was left out.
    """

    MISSING: ClassVar[Any]

    def __init__(
        self, *args: Any, newer: Sequence[tuple[str, int, str]] = (), whose: Sequence[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._newer = [(table, pk, f"{table.replace('.', '_')}_{pk}") for table, pk, _said in newer]
        for (_table, _pk, name), (_same, _same_id, words) in zip(self._newer, newer, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=words, choices=whose, widget=forms.RadioSelect, error_messages={"required": self.MISSING}
            )
        self.fields["words"] = reason(_("为什么分开"))

    def said(self) -> dict[str, list[int]]:
        """All that was on the page, by table."""
        found: dict[str, list[int]] = {}
        for table, pk, _name in self._newer:
            found.setdefault(table, []).append(pk)
        return found

    def theirs(self) -> dict[str, list[int]]:
        """What of it belongs to the side that had ended."""
        found: dict[str, list[int]] = {}
        for table, pk, name in self._newer:
            if self.cleaned_data[name] == OTHERS:
                found.setdefault(table, []).append(pk)
        return found
