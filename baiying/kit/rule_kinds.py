"""What a room says of rules that a page may edit, and of uses of personal data that begin by them or by a setting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class NewUse:
    """A use of personal data that begins with a version of rules: off until its impact was assessed (PIPL art. 55).

    `code` is kept with what was filed. `use`: which use of art. 55 it is, by the words of `privacy.Use`. `begins`: the
    dotted name of whether it begins where one version follows another, `(before, after) -> bool`, pure. What makes less
    of a use never begins one.
    """

    code: str
    use: str
    label: Text
    begins: str


@dataclass(frozen=True, slots=True)
class SwitchedUse:
    """A use that begins with a setting of the installation; `on`: dotted name of whether it is set, `() -> bool`."""

    code: str
    use: str
    label: Text
    on: str


@dataclass(frozen=True, slots=True)
class Filed:
    """The assessments that were filed for a use in an area or above it, the newest first, by public id; and the address
    where the reader files one, empty for whoever may not."""

    public_ids: tuple[str, ...] = ()
    to: str = ""


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A kind of rules that a page may edit: its frozen dataclass (with KIND and SOURCE) and its words.

    `labels` names every field, as an official reads it.
    """

    rules: type[Any]
    title: Text
    about: Text
    labels: Mapping[str, Text]
    # Where the defaults come from, for people; SOURCE in the code is for those who build.
    grounds: Text = ""
    # What the code words of a list mean, by field: those of the dataclass' CHOICES, as boxes to tick.
    choices: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    # The dotted name of what a new version would have changed last month, shown before one is proposed and confirmed:
    # `(area_id=, before=, after=, actor=, at=) -> ui.effects.Effect`; before, after: the rules of an area's path.
    effect: str = ""
    # What belongs together on the form, folded under its heading; empty where there are few enough to stand open.
    groups: Sequence[tuple[Text, Sequence[str]]] = ()
    # What of personal data may begin with a version of them, and is assessed first.
    begins: tuple[NewUse, ...] = ()
