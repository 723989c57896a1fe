"""The shape of a paper sheet as a leader types it in: one row a person. No writes."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baiying.hours.forms import Window
from baiying.kit.forms import ClockField, for_the_record
from baiying.kit.values import numbers

# As many lines for walk-ins as the printed sheet has, and how many a press adds; one sheet is never longer.
EXTRA_ROWS, MORE_ROWS, MOST_ROWS = 19, 10, 199


def _rows_shown(given: Any) -> int:
    return min(MOST_ROWS, max(EXTRA_ROWS, numbers.whole(given.get("rows_shown", "") or "") or 0))


def _of_row(row: Any, label: Any) -> str:
    return f"{row} · {label}"


class PaperForm(forms.Form):
    """The sheet typed back: for each expected person "the whole time", or when; then lines for walk-ins."""

    words = forms.CharField(
        label=_("纸质表编号或说明"),
        max_length=200,
        help_text=_("例如“11月23日第 2 页，由陈立保管”。复核的人会看到。"),
        validators=[for_the_record],
    )

    def __init__(self, *args: Any, rows: list[tuple[str, str]], starts_at: datetime, ends_at: datetime, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows, self.window = rows, Window(starts_at, ends_at)
        self.extra = _rows_shown(self.data or self.initial)
        self.fields["rows_shown"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=self.extra)
        self.fields["pasted"] = forms.CharField(
            label=_("从电子表格粘贴"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6}),
            help_text=_(
                "一行一个人：姓名（或电话后四位、志愿者编号）、到达、离开，例如“王芳 9点 11点半”。没有写时间的算全程。"
            ),
        )  # fmt: skip
        for row, (key, name) in enumerate(rows, 1):
            self._add(key, f"{row}. {name}")
        for number in range(self.extra):
            key, line = f"extra{number}", _("第 %(row)s 行") % {"row": len(rows) + number + 1}
            label = _of_row(line, _("姓名、电话后四位或编号"))
            self.fields[f"no_{key}"] = forms.CharField(
                required=False, max_length=60, label=label, widget=forms.TextInput(attrs={"autocomplete": "off"})
            )
            self._add(key, line)

    def _add(self, key: str, row: Any) -> None:
        """The controls of a row, named so that the summary of thirty rows says whose time is wrong."""
        self.fields[f"whole_{key}"] = forms.BooleanField(required=False, label=_of_row(row, _("全程")))
        self.fields[f"in_{key}"] = ClockField(required=False, label=_of_row(row, _("到达")))
        self.fields[f"out_{key}"] = ClockField(required=False, label=_of_row(row, _("离开")))

    @classmethod
    def field_of_row(cls, name: str) -> forms.Field | None:
        """What a name that came belongs to, where nobody knows any more who stood in which row."""
        kind, _sign, key = name.partition("_")
        at = numbers.whole(key.removeprefix("extra"))
        row = _("第 %(row)s 个现场加入的人") % {"row": at + 1} if at is not None else _("已报名的人")
        if kind == "no":
            return forms.CharField(label=_of_row(row, _("姓名、电话后四位或编号")), validators=[for_the_record])
        if kind in {"in", "out"}:
            return ClockField(label=_of_row(row, _("到达") if kind == "in" else _("离开")))
        if kind == "whole":
            return forms.BooleanField(label=_of_row(row, _("全程")))
        if name != "pasted":
            return None
        return forms.CharField(label=_("从电子表格粘贴"), widget=forms.Textarea, validators=[for_the_record])

    def lines(self) -> list[dict[str, Any]]:
        """For the table: name and the three controls of each expected person, then the empty lines."""
        keys = [*self.rows, *((f"extra{n}", "") for n in range(self.extra))]
        return [
            {
                "key": key,
                "name": name,
                "number": self[f"no_{key}"] if key.startswith("extra") else None,
                "whole": self[f"whole_{key}"],
                "came": self[f"in_{key}"],
                "left": self[f"out_{key}"],
            }
            for key, name in keys
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for key in self._keys():
            came, left = cleaned.get(f"in_{key}"), cleaned.get(f"out_{key}")
            if (came is None) != (left is None) and not self.errors.get(f"in_{key}"):
                self.add_error(f"out_{key}" if left is None else f"in_{key}", _("到达和离开的时间要一起填。"))
            number = cleaned.get(f"no_{key}")
            if number and came is None and not cleaned.get(f"whole_{key}"):
                self.add_error(f"in_{key}", _("请填到达和离开的时间，或勾选“全程”。"))
            self.window.read_span(self, f"in_{key}", f"out_{key}")
        return cleaned

    def _keys(self) -> list[str]:
        return [key for key, _name in self.rows] + [f"extra{n}" for n in range(self.extra)]

    def numbers(self) -> list[tuple[str, str]]:
        """(key, what was written of somebody) of the lines that name one, also while another line is wrong."""
        extra = [key for key in self._keys() if self.cleaned_data.get(f"no_{key}")]
        return [(key, self.cleaned_data[f"no_{key}"]) for key in extra]

    def filled(self) -> list[tuple[str, str, datetime, datetime]]:
        """(key, volunteer number or empty, came, left) of the lines that say something and have nothing wrong."""
        found = []
        for key in self._keys():
            if any(self.errors.get(f"{name}_{key}") for name in ("no", "whole", "in", "out")):
                continue
            came, left = self.cleaned_data.get(f"in_{key}"), self.cleaned_data.get(f"out_{key}")
            number = self.cleaned_data.get(f"no_{key}") or ""
            if key.startswith("extra") and not number:
                continue
            if came is not None and left is not None:
                found.append((key, number, self.window.instant(came), self.window.instant(left)))
            elif self.cleaned_data.get(f"whole_{key}"):
                found.append((key, number, self.window.starts_at, self.window.ends_at))
        return found
