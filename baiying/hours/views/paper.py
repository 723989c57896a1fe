"""Typing a paper sheet back: line by line, or a block pasted from a spreadsheet; nothing typed is lost on the way."""

from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, signed_in
from baiying.activities import queries as activities
from baiying.hours import access, actions, queries
from baiying.hours.paper_form import MORE_ROWS, PaperForm
from baiying.hours.rules import sheet
from baiying.hours.views.answers import see_other
from baiying.hours.views.field import rows as people_rows
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.ui import flash, formats, seen

_LEFT_OUT = {
    "title": _("是表头上的说明，没有放进表里"),
    "head": _("是各列的名称，没有放进表里"),
    "sum": _("是合计，没有放进表里"),
}


@dataclass
class _Sheet:
    """A shift's sheet under way: whom a line may name, what of a pasted block was understood, who must be chosen."""

    shift: activities.Shift
    signups: list[activities.Signup]
    around: queries.Around
    # By line: those among whom somebody must choose, with the one that was chosen.
    choices: dict[str, list[queries.Meant]] = field(default_factory=dict)
    # By line: whom it means, of the lines in which somebody was written.
    found: dict[str, queries.Meant] = field(default_factory=dict)
    report: list[tuple[int, str, str]] = field(default_factory=list)

    def form(self, data: "dict[str, str] | None" = None, initial: "dict[str, str] | None" = None) -> PaperForm:
        return PaperForm(
            data,
            initial=initial,
            rows=[(s.public_id, s.person.shown_name) for s in self.signups],
            starts_at=self.shift.starts_at,
            ends_at=self.shift.ends_at,
        )

    def meant(self, key: str, typed: str, picked: str) -> queries.Meant | None:
        """Whom a line means; None, with the choices kept, if that is not one person."""
        found = self.around.of(typed)
        near = [] if found else self.around.near(typed)
        if len(found) > 1 or near:
            found = self.choices[key] = found or near
            found = [one for one in found if one.public_id == picked]
        if len(found) == 1:
            self.found[key] = found[0]
        return self.found.get(key)

    @cached_property
    def signed_up(self) -> set[int]:
        """Everybody with a place, also who is on record already and so on no line of the sheet."""
        return {signup.person_id for signup in activities.on_paper_perhaps(self.shift.pk)}

    def is_unsigned(self, key: str) -> bool:
        """Whether a line means somebody who has no place on this shift: perhaps the sheet is of another one."""
        return key in self.found and self.found[key].person_id not in self.signed_up


def _open_signups(shift: activities.Shift) -> list[activities.Signup]:
    present = set(queries.attendances_of(shift.pk).values_list("person_id", flat=True))
    return [s for s in activities.on_paper_perhaps(shift.pk) if s.person_id not in present]


def _rows(form: PaperForm, page: _Sheet) -> list[actions.PaperRow]:
    """Who was where and when, of the lines that can be read; lines that name nobody, or several, are said at theirs."""
    by_key = {s.public_id: s.person_id for s in page.signups}
    for key, typed in form.numbers():
        person = page.meant(key, typed, form.data.get(f"pick_{key}", ""))
        if person is not None:
            by_key[key] = person.person_id
        elif key in page.choices:
            form.add_error(f"no_{key}", _several(page, key, typed))
        else:
            form.add_error(f"no_{key}", _nobody(typed))
    return [
        actions.PaperRow(key, by_key[key], came, left) for key, _number, came, left in form.filled() if key in by_key
    ]


def _several(page: _Sheet, key: str, typed: str) -> str:
    choices = page.choices[key]
    if page.around.of(typed):
        return translate("有 %(n)s 个人对得上，请选一个。") % {"n": len(choices)}
    return people_rows.near_words([one.name for one in choices])


def _nobody(typed: str) -> str:
    if sheet.says_too_little(typed):
        return people_rows.too_little()
    if sheet.read_who(typed).number:
        return translate("没有找到这个编号的志愿者，请核对。")
    return translate("本队和报名的人里没有这个姓名或电话后四位，请核对，或填志愿者编号。")


def _pasted(page: _Sheet, data: dict[str, str]) -> dict[str, str]:
    """What was typed, with the lines of the pasted block put in their places; what became of each is reported."""
    typed = dict(data)
    expected = {s.person_id: s.public_id for s in page.signups}
    free = iter([key for key in _extra_keys(page, typed) if not typed.get(f"no_{key}")])
    left_over: list[str] = []
    filled: set[str] = set()
    first: dict[int, int] = {}
    lines = typed.pop("pasted", "").splitlines()
    page.report = [(line.at, line.who, str(_LEFT_OUT[line.kind])) for line in sheet.left_out("\n".join(lines))]
    for line in sheet.read_block("\n".join(lines)):
        found = page.around.of(line.who)
        own = [one for one in found if one.person_id in expected]
        found = own if len(own) == 1 else found
        key = expected.get(found[0].person_id, "") if len(found) == 1 else ""
        if not key or key in filled:
            # Somebody who stands there twice has a second line, to be looked at; it never takes the first one's place.
            key = next(free, "")
        if not key:
            left_over.append(lines[line.at - 1])
            page.report.append((line.at, line.who, translate("行数不够，还留在下面的框里")))
            continue
        filled.add(key)
        typed.pop(f"whole_{key}", None)
        typed |= {f"in_{key}": line.came, f"out_{key}": line.left}
        if line.says_nothing_of_when:
            typed[f"whole_{key}"] = "on"
        if key not in expected.values():
            typed[f"no_{key}"] = line.who
        if len(found) > 1:
            page.choices[key] = found
        fate = _fate(line.who, found, [] if found else page.around.near(line.who))
        twice = first.setdefault(found[0].person_id, line.at) if len(found) == 1 else line.at
        again = [translate("和第 %(row)s 行是同一个人") % {"row": twice}] if twice != line.at else []
        page.report.append((line.at, line.who, formats.listed([fate, *again, *_when_said(line)])))
    page.report.sort(key=lambda one: one[0])
    return {**typed, "pasted": "\n".join(left_over)}


def _when_said(line: sheet.Line) -> list[str]:
    """What was read of the times, so that somebody who looks once sees what was not."""
    words = {"came": line.came, "left": line.left, "written": line.came or line.left}
    if line.says_nothing_of_when:
        said = [translate("没有写时间，算全程")]
    elif sheet.is_unread(line):
        said = [translate("“%(written)s”没有看懂，请在那一行改") % {"written": f"{line.came} {line.left}".strip()}]
    elif not line.left:
        said = [translate("只有到达 %(written)s，请补上离开") % words]
    elif not line.came:
        said = [translate("只有离开 %(written)s，请补上到达") % words]
    else:
        said = [translate("%(came)s 到，%(left)s 走") % words]
    return [*said, *([translate("“%(more)s”没有用上") % {"more": line.more}] if line.more else [])]


def _fate(typed: str, found: list[queries.Meant], near: list[queries.Meant]) -> str:
    if near:
        return people_rows.near_words([one.name for one in near])
    if len(found) == 1:
        # As on the list: whom a typed number brought is shown by surname (S17).
        by_number = bool(sheet.read_who(typed).number)
        name = identifiers.mask_name(found[0].name) if by_number else found[0].name
        return translate("认出是 %(name)s") % {"name": name}
    if found:
        return translate("有 %(n)s 个人对得上，请选一个。") % {"n": len(found)}
    return translate("没有找到，请在那一行核对")


def _extra_keys(page: _Sheet, typed: dict[str, str]) -> list[str]:
    form = page.form(initial=typed)
    return [f"extra{n}" for n in range(form.extra)]


def _kept(page: _Sheet, posted: dict[str, str]) -> PaperForm:
    """The sheet again as it was typed, with more lines or with what was pasted; nothing is checked or recorded yet.

    `again`: the page asks for it that puts back what was typed and not sent (drafts.js).
    """
    data = dict(posted)
    if "paste" in data:
        lines = len(sheet.read_block(data.get("pasted", "")))
        used = sum(bool(data.get(f"no_{key}")) for key in _extra_keys(page, data))
        data["rows_shown"] = str(max(page.form(initial=data).extra, used + lines))
        data = _pasted(page, data)
    elif "again" not in data:
        data["rows_shown"] = str(page.form(initial=data).extra + MORE_ROWS)
    form = page.form(initial=data)
    for key in _extra_keys(page, data):
        if data.get(f"no_{key}"):
            page.meant(key, data[f"no_{key}"], "")
    return form


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Asking, shift_pid: str) -> HttpResponse:
    """A sheet in half a minute: "the whole time" or two times of day for each, or a block pasted."""
    shift = access.led_shift(request.actor, shift_pid)
    page = _Sheet(shift, _open_signups(shift), queries.Around(shift))
    status, form, asked = 200, page.form(), ""
    if request.method == "POST" and not {"more", "paste", "again"}.isdisjoint(request.POST):
        form = _kept(page, request.POST.dict())
    elif request.method == "POST" and (count := _recorded_before(request, page)):
        flash.already(request, translate("这张表已经录入过了（%(count)s 人），没有再录一次。") % {"count": count})
        return see_other(reverse("hours:field", args=[shift.public_id]) + "#people")
    elif request.method == "POST":
        status = 422
        form = page.form(request.POST.dict())
        form.full_clean()
        rows = _rows(form, page)
        asked = _ask_of_unsigned(request, page, form)
        if form.cleaned_data.get("pasted", "").strip():
            form.add_error("pasted", _("粘贴的还没有放进表里，请先点“放进表里”。"))
        if not form.errors and not rows:
            form.add_error(None, _("还没有填任何人的时间。"))
        made = _record(request, shift, form, rows)
        if made is not None:
            return made
    context = {
        "shift": shift,
        "form": form,
        "lines": [_line(line, page, form) for line in form.lines()],
        "report": page.report,
        "asked": asked,
        "when": formats.span_text(shift.starts_at, shift.ends_at),
    }
    return render(request, "hours/paper.html", context, status=status)


def _ask_of_unsigned(request: Asking, page: _Sheet, form: PaperForm) -> str:
    """Who has no place here and has "the whole time" is asked about once, together: times of another shift are refused
    by themselves, these words fit any. Gives the mark by which the next press says that it was seen.
    """
    whole = [key for key, one in page.found.items() if page.is_unsigned(key) and form.cleaned_data.get(f"whole_{key}")]
    if not whole:
        return ""
    people = [page.found[key] for key in whole]
    mark = seen.mark("hours.paper", page.shift.public_id, request.actor.account_id, sorted(p.person_id for p in people))
    if request.POST.get("asked") != mark:
        names = formats.listed(list(dict.fromkeys(one.name for one in people)))
        words = translate(
            "%(names)s 没有报名这一班。来了这一班的，再点一次“提交复核”；是别的班次的表，请回到那一班录入。"
        )
        form.add_error(None, words % {"names": names})
    return mark


def _recorded_before(request: Asking, page: _Sheet) -> int:
    """How many rows this sheet has, where just these were recorded by the same hand: the answer was lost on the way, or
    somebody pressed twice. 0 where anything on it is new."""
    everybody = _Sheet(page.shift, list(activities.on_paper_perhaps(page.shift.pk)), page.around)
    form = everybody.form(request.POST.dict())
    form.full_clean()
    rows = [] if form.errors else _rows(form, everybody)
    if not rows or form.errors or form.cleaned_data.get("pasted", "").strip():
        return 0
    known = queries.typed_by(page.shift.pk, request.actor.account_id)
    same = all((row.person_id, row.starts_at, row.ends_at) in known for row in rows)
    return len(rows) if same else 0


def _twice(form: PaperForm, rows: list[actions.PaperRow], key: str) -> str:
    """Where a row was refused because the sheet itself has the person twice at that time: which row it is."""
    row = next(one for one in rows if one.key == key)
    others = [one for one in rows if one.key != key and one.person_id == row.person_id]
    same = [one for one in others if one.starts_at < row.ends_at and row.starts_at < one.ends_at]
    at = [n for n, line in enumerate(form.lines(), 1) if same and line["key"] == same[0].key]
    return translate("和第 %(row)s 行是同一个人，时间也重叠。") % {"row": at[0]} if at else ""


def _line(line: dict[str, object], page: _Sheet, form: PaperForm) -> dict[str, object]:
    key = str(line["key"])
    given = form.data if form.is_bound else form.initial
    return {
        **line,
        "choices": page.choices.get(key, []),
        "picked": given.get(f"pick_{key}", ""),
        "unsigned": page.is_unsigned(key),
    }


def _record(
    request: Asking, shift: activities.Shift, form: PaperForm, rows: list[actions.PaperRow]
) -> HttpResponse | None:
    """Recorded, or None with everything that is wrong at its line: what the form sees and what the records say."""
    at = clock.now()
    try:
        if form.errors:
            raise actions.RowsRefused(actions.refused_rows(shift=shift, rows=rows, actor=request.actor, at=at))
        made = actions.record_paper(
            shift=shift, rows=rows, words=form.cleaned_data["words"], actor=request.actor, at=at
        )
    except actions.RowsRefused as refused:
        for key, refusal in refused.by_key.items():
            form.add_error(f"out_{key}", _twice(form, rows, key) or str(refusal))
        return None
    flash.done(
        request,
        translate("已录入 %(count)s 人，时长待另一个人复核。录错了班次的，在“纸质签到”里点这张表，可以整张收回。")
        % {"count": len({row.person_id for row in made})},
    )
    return see_other(reverse("hours:field", args=[shift.public_id]) + "#people")
