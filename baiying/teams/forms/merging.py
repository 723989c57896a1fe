"""Forms of two teams that become one: which, signed or not, apart again."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baiying.kit.parting import PartingForm, reason
from baiying.teams import queries
from baiying.teams.models import Team

_ADDRESS = re.compile(r"/teams/([0-9a-z]+)/?")


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
    words = reason(_("为什么合并"), _("双方的管理员会看到。"))

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
    words = reason(_("为什么不合并"), _("双方的管理员会看到。"))


class UndoTeamMergeForm(PartingForm):
    """To which team each newer thing belongs."""

    MISSING = _("请说明这一项归哪一支队伍。")
