"""The plan as a form: its head, its posts and its shifts. Works without scripts: rows are added by a button."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from baiying.activities.forms.deadlines import DeadlineField
from baiying.activities.forms.shifts import TimesForm, sentence, whole_number
from baiying.activities.rules import plans, tables
from baiying.kit.forms import ContactPhoneField, for_many, one_line
from baiying.kit.values import numbers
from baiying.people import queries as people

MOST_POSTS, MOST_ROWS = 10, 30
LONG = {"max_length": _("写得太长了，最多 %(limit_value)s 个字（现在 %(show_value)s 个）。")}


def text(
    label: Any, most: int, *, rows: int = 0, required: bool = True, help_text: Any = "", public: bool = True
) -> forms.CharField:
    """A text field; the limit is checked with a sentence instead of being cut off while typing.

    `public`: everybody may read it, so that nobody's mobile or ID number stands in it.
    """
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    field = forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=widget,
        validators=([for_many] if public else []) + ([] if rows else [one_line]),
        error_messages=LONG | {"required": _("请填写这一项。")},
    )
    field.widget.attrs.pop("maxlength", None)
    return field


def several(label: Any, *, required: bool, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个。")},
    )


class PlanForm(forms.Form):
    """The head of the plan (R030)."""

    title = text(_("活动名称"), 50, help_text=_("一眼看懂做什么，例如“柳树村老人义诊”。最多 50 个字。"))
    description = text(_("要做什么"), 3000, rows=5, help_text=_("志愿者来了具体做什么，写给从没来过的人看。"))
    risk_statement = text(_("风险和注意"), 1000, rows=3, help_text=_("例如户外高温、有车辆、要搬重物，怎样防护。"))
    plan = text(
        _("组织安排"),
        3000,
        rows=4,
        required=False,
        public=False,
        help_text=_("分工、流程、物资、应急联系。只给单位看。"),
    )
    categories = several(_("服务类别"), required=True, help_text=_("选 1 到 4 个。"))
    recipients = several(_("服务对象"), required=True)
    safeguards = several(_("给志愿者的保障"), required=False)
    at_site = forms.BooleanField(label=_("就在本地的实践站所"), required=False)
    address = text(_("地点"), 120, help_text=_("写到能找到的程度，例如“柳树村文化广场东门”。"))
    contact_name = text(_("联系人"), 40, public=False)
    contact_phone = ContactPhoneField(label=_("联系电话"))
    contact_public = forms.BooleanField(
        label=_("电话对所有人公开"), required=False, help_text=_("不勾选的话，只有录用的人看得到。")
    )
    approval = forms.ChoiceField(
        label=_("报名方式"),
        choices=[("open", _("报名即录用，满了排候补")), ("leader", _("领队审核后录用"))],
        widget=forms.RadioSelect,
        initial="open",
    )
    recruit_until = DeadlineField()
    leader = forms.ChoiceField(
        label=_("领队"),
        required=False,
        help_text=_(
            "不选就是写方案的人。请别人带队，要等本人确认，确认之前由写方案的人带队。带队的人不能发布这份方案，要有单位的另一位管理员来发布。"
        ),
    )
    area = forms.CharField(max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args: Any, leaders: list[tuple[str, str]], site_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "categories", people.category_choices())
        _choices(self, "recipients", [(c, _(name)) for c, name in tables.RECIPIENTS.items()])
        _choices(self, "safeguards", [(c, _(name)) for c, name in tables.SAFEGUARDS.items()])
        _choices(self, "leader", leaders)
        if len(leaders) < 2:
            del self.fields["leader"]
        if site_name:
            self.fields["at_site"].label = _("就在%(name)s") % {"name": site_name}
        else:
            del self.fields["at_site"]


def _choices(form: forms.Form, name: str, values: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(values)


class PostForm(forms.Form):
    name = text(_("岗位名称"), 40, help_text=_("例如“清扫”“登记”。"))
    duties = text(_("职责"), 300, required=False)
    min_age = whole_number(_("年龄不小于"), min_value=8, max_value=100, required=False)
    max_age = whole_number(_("年龄不大于"), min_value=8, max_value=100, required=False)
    minors = forms.ChoiceField(
        label=_("未成年人可以来吗"),
        required=False,
        choices=[("no", _("只收满 18 岁的")), ("yes", _("可以，从上面写的年龄起"))],
        widget=forms.RadioSelect,
        help_text=_("不选的话：写了风险就只收成年人。上课时间里，不满 16 岁的报不上。"),
    )
    minors_with = forms.ChoiceField(
        label=_("不满 16 岁的由谁陪"),
        required=False,
        choices=[("guardian", _("监护人陪同，由监护人在自己的手机上报名")), ("leader", _("领队全程在场"))],
        widget=forms.RadioSelect,
        help_text=_("不选就是监护人陪同。"),
    )
    skills = several(_("需要的技能"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "skills", people.skill_choices())

    def planned(self) -> plans.PlannedPost:
        """The post, with what was typed wrongly left out."""
        given = self.cleaned_data
        return plans.PlannedPost(
            given.get("name", ""),
            given.get("duties", ""),
            given.get("min_age"),
            given.get("max_age"),
            tuple(given.get("skills", ())),
            {"yes": True, "no": False}.get(given.get("minors", "")),
            given.get("minors_with") or "guardian",
        )


class ShiftForm(TimesForm):
    break_minutes = whole_number(
        _("中间休息（分钟）"), min_value=0, max_value=600, required=False, help_text=_("不计入时长。")
    )
    # Below 1 is answered by the rules, with a sentence.
    places = whole_number(_("名额"), max_value=30000)
    repeats = whole_number(
        _("之后再重复几周"),
        min_value=0,
        max_value=52,
        required=False,
        help_text=_("每周同一天同一时间。只办一次就不填。"),
    )

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post = forms.ChoiceField(label=_("岗位"), choices=posts)
        if len(posts) < 2:
            post.widget = forms.HiddenInput()
        self.fields = {"post": post, **self.fields}

    def planned(self) -> plans.PlannedShift:
        starts_at, ends_at = self.times()
        values = self.cleaned_data
        return plans.PlannedShift(
            int(values["post"]),
            starts_at,
            ends_at,
            values["places"],
            values["break_minutes"] or 0,
            values["repeats"] or 0,
        )

    def planned_so_far(self) -> plans.PlannedShift:
        """The shift with its times, and what else was typed rightly. Ask only where there are times_so_far()."""
        starts_at, ends_at = self.times()
        given = self.cleaned_data
        return plans.PlannedShift(
            int(given.get("post") or 0),
            starts_at,
            ends_at,
            given.get("places", 1),
            given.get("break_minutes") or 0,
            given.get("repeats") or 0,
        )


def count_of(data: Mapping[str, Any], name: str, most: int) -> int:
    raw = str(data.get(name, "1"))
    return max(1, min(most, numbers.whole(raw) or 1))


class PlanForms:
    """Head, posts and shifts together. `check` says whether typed values are judged now or only kept."""

    def __init__(self, data: QueryDict, *, check: bool, leaders: list[tuple[str, str]], site_name: str) -> None:
        self.data = data
        self.check = check
        self.post_count = count_of(data, "posts", MOST_POSTS)
        self.shift_count = count_of(data, "shifts", MOST_ROWS)
        head = {"leaders": leaders, "site_name": site_name}
        self.head = self._form(PlanForm, "", first=True, **head)
        self.posts = [self._form(PostForm, f"post-{n}", first=n == 0) for n in range(self.post_count)]
        names = [
            (str(n), data.get(f"post-{n}-name") or str(_("岗位 %(n)s") % {"n": n + 1})) for n in range(self.post_count)
        ]
        self.shifts = [self._form(ShiftForm, f"shift-{n}", first=n == 0, posts=names) for n in range(self.shift_count)]

    def _form(self, kind: type[Any], prefix: str, *, first: bool, **options: Any) -> Any:
        start = {"post": "0"} if kind is ShiftForm else {}
        common = {"prefix": prefix or None, "use_required_attribute": False, **options}
        if self.check:
            return kind(self.data, empty_permitted=not first, initial=start, **common)
        shape = kind(**common)
        typed = {
            name: field.widget.value_from_datadict(self.data, {}, shape.add_prefix(name))
            for name, field in shape.fields.items()
        }
        kept = {name: value for name, value in typed.items() if value not in (None, "", [])}
        return kind(initial=start | kept, **common)

    @property
    def every(self) -> list[forms.Form]:
        return [self.head, *self.posts, *self.shifts]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.every)

    def is_valid(self) -> bool:
        """Every form is asked, so that all mistakes show at once."""
        return not [form for form in self.every if not form.is_valid()]

    def _used(self) -> tuple[list[Any], list[Any]]:
        """Rows with something in them; a further row left empty counts as not there."""
        posts = [form for n, form in enumerate(self.posts) if n == 0 or form.has_changed()]
        return posts, [form for n, form in enumerate(self.shifts) if n == 0 or form.has_changed()]

    def plan_so_far(self, area_id: int) -> plans.Plan:
        """What was typed rightly, as a plan that is judged and never saved. Ask after is_valid() said no.

        Rows keep their numbers; a shift whose times cannot be read stands in nobody's way.
        """
        given = self.head.cleaned_data
        posts, shifts = self._used()
        return plans.Plan(
            title=given.get("title", ""),
            description="",
            risk_statement=given.get("risk_statement", ""),
            plan="",
            recipients=(),
            categories=tuple(given.get("categories", ())),
            safeguards=(),
            contact_name="",
            contact_phone="",
            contact_public=False,
            area_id=area_id,
            address="",
            approval="",
            posts=tuple(form.planned() for form in posts),
            shifts=tuple(form.planned_so_far() for form in shifts if form.times_so_far() is not None),
            recruit_until=given.get("recruit_until"),
        )

    def plan(self, *, area_id: int, site: Any, longitude: Any, latitude: Any) -> plans.Plan:
        """The plan as values. Ask only after is_valid()."""
        values = self.head.cleaned_data
        posts, shifts = self._used()
        return plans.Plan(
            title=values["title"],
            description=values["description"],
            risk_statement=values["risk_statement"],
            plan=values["plan"],
            recipients=tuple(values["recipients"]),
            categories=tuple(values["categories"]),
            safeguards=tuple(values["safeguards"]),
            contact_name=values["contact_name"],
            contact_phone=values["contact_phone"],
            contact_public=values["contact_public"],
            area_id=area_id,
            address=values["address"],
            approval=values["approval"],
            posts=tuple(form.planned() for form in posts),
            shifts=tuple(form.planned() for form in shifts),
            recruit_until=values["recruit_until"],
            site_id=site.pk if site is not None and values.get("at_site") else None,
            longitude=longitude,
            latitude=latitude,
            leader_id=int(values["leader"]) if values.get("leader") else None,
        )

    def show_so_far(self, findings: list[plans.Finding]) -> None:
        """Beside fields that are wrong by themselves: what the rules say of the others, each at its row and field.

        Of a plan with a shift that cannot be read yet nothing is said that would hang on that shift.
        """
        posts, shifts = self._used()
        timed = [form for form in shifts if form.times_so_far() is not None]
        whole = len(timed) == len(shifts)
        hanging = {"no_shifts", "post_without_shift", "recruit_after_end"}
        kept = [finding for finding in findings if whole or finding.code not in hanging]
        self._put([finding for finding in kept if finding.part == "shifts"], {"shifts": timed})
        self._put([finding for finding in kept if finding.part != "shifts"], {"plan": [self.head], "posts": posts})

    def show(self, findings: list[plans.Finding]) -> None:
        """Put every finding at its row and field."""
        posts, shifts = self._used()
        self._put(findings, {"plan": [self.head], "posts": posts, "shifts": shifts})

    @staticmethod
    def _put(findings: list[plans.Finding], rows: Mapping[str, Any]) -> None:
        for finding in findings:
            form = rows[finding.part][finding.row]
            name = finding.field if finding.field in form.fields else None
            if name is None or name not in form.errors:
                form.add_error(name, sentence(finding))
