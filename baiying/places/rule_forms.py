"""The shape of what an official types about rules; no writes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import DayField, for_the_record
from baiying.kit.rooms import RuleKind
from baiying.kit.values import floors, orders
from baiying.places.forms import DAY
from baiying.places.rules import values as rules
from baiying.places.words import contradiction


class WithdrawRuleSet(forms.Form):
    why = forms.CharField(
        label=_("撤回的原因"),
        max_length=200,
        validators=[for_the_record],
    )


@dataclass(slots=True)
class Line:
    """One value on the page: its field, what holds today, the default where it differs, whether it was changed."""

    field: forms.BoundField
    now: str
    default: str
    changed: bool


@dataclass(slots=True)
class Section:
    """Values under one heading; without a heading they stand open."""

    title: str
    names: list[str]
    open: bool
    lines: list[Line] = field(default_factory=list)


class EnterRuleSet(forms.Form):
    """One field for each value of the kind, filled with what holds now; what equals the default is not stored."""

    area = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    # What was typed when the effect was last shown: what was changed since has not been seen.
    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    valid_from = DayField(label=_("从哪天起"), widget=DAY)
    valid_to = DayField(
        label=_("到哪天为止"), widget=DAY, required=False, help_text=_("不含这一天。留空表示一直有效。")
    )
    source = forms.CharField(
        label=_("依据"),
        max_length=200,
        help_text=_("文件名、文号和条款。"),
        validators=[for_the_record],
    )
    # A word to look for among the names of the values; its button puts those first and keeps what was typed.
    find = forms.CharField(required=False, max_length=30)

    def __init__(self, *args: Any, kind: RuleKind, now: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about, self.kind, self.now, self.read = kind, kind.rules, now, dict[str, Any]()
        law: dict[str, list[str]] = {}
        for floor in floors.floors_of(kind.rules):
            law.setdefault(floor.field, []).append(translate(floor.sentence))
        self.rule_fields = rules.fields_of(kind.rules, kind.labels)
        for one in self.rule_fields:
            given = getattr(now, one.name, one.default)
            self.fields[f"value_{one.name}"] = _rule_field(kind, one, given, law.get(one.name, []))

    def sections(self) -> list[Section]:
        """The values as the page lists them: what was changed or is wrong, what was looked for, then the groups."""
        asked = str(self["find"].value() or "").strip()
        lines = {one.name: self._line(one) for one in self.rule_fields}
        first = [name for name, line in lines.items() if line.changed or line.field.errors]
        found = [name for name, line in lines.items() if name not in first and asked and asked in str(line.field.label)]
        title = translate("名称里有“%(words)s”的") % {"words": asked}
        parts = [Section(translate("改了的"), first, True), Section(title, found, True)]
        groups = [(str(words), list(names)) for words, names in self.about.groups]
        rest = [(words, [name for name in names if name not in (*first, *found)]) for words, names in groups]
        if not groups:
            rest = [("", [name for name in lines if name not in (*first, *found)])]
        parts += [Section(words, names, not words) for words, names in rest]
        for part in parts:
            part.lines = [lines[name] for name in part.names]
        return [part for part in parts if part.lines]

    def _line(self, one: rules.Field) -> Line:
        words, empty = self.about.choices.get(one.name), translate("（空）")
        given = getattr(self.now, one.name, one.default)
        bound = self[f"value_{one.name}"]
        typed = bound.value()
        now = [str(part) for part in given] if isinstance(typed, list) else rules.shown(given)
        default = "" if given == one.default else rules.shown(one.default, words) or empty
        return Line(bound, rules.shown(given, words) or empty, default, typed is not None and typed != now)

    def typed(self) -> dict[str, Any]:
        """The values that can be read so far, by name, also where others are still wrong."""
        return {one.name: self.read[one.name] for one in self.rule_fields if one.name in self.read}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        values: dict[str, Any] = {}
        for one in self.rule_fields:
            name = f"value_{one.name}"
            if name in self.errors:
                continue
            try:
                ticked = data.get(name)
                value = ticked if isinstance(ticked, list) else rules.typed(one, ticked or "")
                rules.checked(self.kind, {one.name: value}, alone=True)
            except rules.BadValue as bad:
                self.add_error(name, _bad_value(bad))
                continue
            first, end = data.get("valid_from") or date.max, data.get("valid_to")
            for floor in floors.broken(self.kind, {one.name: value}, first, end):
                self.add_error(name, translate(floor.sentence))
            self.read[one.name] = value
            default = list(one.default) if isinstance(one.default, (tuple, frozenset, set)) else one.default
            if value != default:
                values[one.name] = value
        self._contradictions(values)
        data["values"] = values
        return data

    def _contradictions(self, values: dict[str, Any]) -> None:
        """Two values that cannot both hold are said at the one that was changed, with both named."""
        made = self.kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in self.read.items()})
        for order in orders.contradictions(made):
            if order.lesser not in self.read or order.greater not in self.read:
                continue
            kept = getattr(self.now, order.lesser, None) == getattr(made, order.lesser)
            at = order.greater if kept else order.lesser
            self.add_error(f"value_{at}", contradiction(self.about, order, made))


def _rule_field(kind: RuleKind, one: rules.Field, given: Any, law: list[str]) -> forms.Field:
    """Boxes to tick for what is one of a few, yes or no for what is either, else a line to type in with its range."""
    words, bounds = kind.choices.get(one.name), rules.range_of(kind.rules, one.name)
    about = []
    if bounds is not None:
        about.append(translate("可填 %(range)s。") % {"range": f"{bounds[0]}–{bounds[1]}"})
    more: dict[str, Any] = {"label": one.label, "required": False, "help_text": " ".join([*about, *law])}
    choices = rules.choices_of(kind.rules, one.name)
    if choices and not one.shape.startswith("list_"):
        # What holds is said also where it is no longer offered.
        offered = [(code, (words or {}).get(code, code)) for code in dict.fromkeys((*choices, str(given)))]
        return forms.ChoiceField(choices=offered, initial=str(given), widget=forms.RadioSelect, **more)
    if words is not None:
        ticks = forms.MultipleChoiceField(
            choices=[(code, words[code]) for code in choices],
            initial=list(given),
            widget=forms.CheckboxSelectMultiple,
            **more,
        )
        # What a law forbids for good is not offered; who sends it all the same reads the article.
        never = rules.forbidden(kind.rules, one.name)
        ticks.widget.choices = [(code, words[code]) for code in choices if code not in never]
        return ticks
    if one.shape == "yes_no":
        either = [("是", translate("是")), ("否", translate("否"))]
        return forms.ChoiceField(choices=either, initial=rules.shown(given), widget=forms.RadioSelect, **more)
    return forms.CharField(max_length=400, initial=rules.shown(given), **more)


def _bad_value(bad: rules.BadValue) -> str:
    words = {
        "whole": translate("请填整数。"),
        "number": translate("请填数字。"),
        "yes_no": translate("请填“是”或“否”。"),
        "negative": translate("不能是负数。"),
    }
    if bad.code == "range":
        return translate("请填 %(range)s 之间的数。") % {"range": bad.detail}
    return words.get(bad.code) or bad.detail or translate("数值不合规则，请核对。")
