"""Forms of two teams that become one: which, signed or not, apart again."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baiying.kit.forms import for_the_record
from baiying.teams import queries
from baiying.teams.models import Team

OWN, OTHERS = "survivor", "loser"
_ADDRESS = re.compile(r"/teams/([0-9a-z]+)/?")


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[for_the_record],
        help_text=help_text,
        error_messages={"required": _("请写明理由。")},
    )


class ProposeTeamMergeForm(forms.Form):
    """The other team by its whole name or the address of its page, and which of the two goes on."""

    other = forms.CharField(
        label=_("另一支队伍"),
        max_length=200,
        help_text=_("写全名；有同名的，粘贴它公开页的网址。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请写另一支队伍的全名。")},
    )
    stays = forms.ChoiceField(
        label=_("留下哪一支"), widget=forms.RadioSelect, error_messages={"required": _("请选留下哪一支。")}
    )
    words = _words(_("为什么合并"), _("双方的管理员会看到。"))

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._team = team
        own = _("留下“%(name)s”，另一支并进来") % {"name": team.name}
        self.fields["stays"].choices = [("own", own), ("other", _("留下另一支"))]  # type: ignore[attr-defined]

    def clean_other(self) -> Team:
        said = str(self.cleaned_data["other"]).strip()
        if found := _ADDRESS.search(said):
            row = queries.team(found[1])
            rows = [row] if row is not None else []
        else:
            rows = list(queries.teams_named(said)[:2])
        if len(rows) > 1:
            raise ValidationError(_("有几支队伍叫这个名字。请打开要合并的那一支的公开页，把网址粘贴到这里。"))
        if not rows:
            raise ValidationError(_("没有找到叫这个名字的队伍。请照公开页上的全名写。"))
        if rows[0].pk == self._team.pk:
            raise ValidationError(_("这就是同一支队伍。请写另一支队伍。"))
        return rows[0]


class EndTeamMergeForm(forms.Form):
    words = _words(_("为什么不合并"), _("双方的管理员会看到。"))


class UndoTeamMergeForm(forms.Form):
    """To which team each newer thing belongs: every one is said, none is guessed."""

    def __init__(
        self, *args: Any, newer: Sequence[tuple[str, int, str]] = (), whose: Sequence[tuple[str, Any]], **kwargs: Any
    ) -> None:
        """`whose`: the two teams, each with its name."""
        super().__init__(*args, **kwargs)
        self._newer = [(table, pk, f"{table.replace('.', '_')}_{pk}") for table, pk, _said in newer]
        for (_table, _pk, name), (_same, _same_id, words) in zip(self._newer, newer, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=words,
                choices=whose,
                widget=forms.RadioSelect,
                error_messages={"required": _("请说明这一项归哪一支队伍。")},
            )
        self.fields["words"] = _words(_("为什么分开"))

    def said(self) -> dict[str, list[int]]:
        """All that was on the page, by table."""
        found: dict[str, list[int]] = {}
        for table, pk, _name in self._newer:
            found.setdefault(table, []).append(pk)
        return found

    def theirs(self) -> dict[str, list[int]]:
        """What of it belongs to the team that had ended."""
        found: dict[str, list[int]] = {}
        for table, pk, name in self._newer:
            if self.cleaned_data[name] == OTHERS:
                found.setdefault(table, []).append(pk)
        return found
