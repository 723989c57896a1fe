"""No free text field keeps a mobile number or an ID number of somebody: each has `for_the_record` or `for_many`.

Walked over the source, so that a field made in a function counts as well, and over the forms made from tables.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError

from baiying.kit.forms import fault_of_record, for_many, for_the_record
from tests.house import rooms

ROOT = rooms.PACKAGE
GUARDS = {for_the_record.__name__, for_many.__name__}
# Widgets in which nobody writes words: what the page itself sends, and secrets.
NOT_WORDS = {"HiddenInput", "PasswordInput"}
NAME, SEEK, TABLE = "a name", "what is looked for; nothing of it is kept", "read as numbers, never kept as words"
# Free fields that may hold such a number, or hold no words, each with its reason.
MAY = {
    "accounts/forms.py:AppointForm.name": NAME,
    "accounts/list_forms.py:ListForm.pasted": "the list itself: read, sealed, emptied when it is sent",
    "accounts/list_forms.py:DigitsForm.__init__[f'digits_{number}']": "whom a line means: sealed with the list",
    "accounts/forms.py:PaperCodeForm.code": SEEK,
    "activities/forms/plans.py:text.field": "guards itself where everybody reads it; else the name of the contact",
    "activities/forms/shifts.py:AmendForm.contact_name": NAME,
    "complaints/forms.py:ComplaintForm.words": "a resident's own words, sealed; the page asks for no ID numbers",
    "complaints/forms.py:ComplaintForm.about": NAME,
    "complaints/forms.py:ComplaintForm.name": NAME,
    "complaints/forms.py:LookUpForm.number": SEEK,
    "complaints/forms.py:LookUpForm.code": SEEK,
    "complaints/forms.py:AnswerForm.referred_to": "the office that one is sent to, with its telephone",
    "dashboards/forms.py:TargetForm.value": TABLE,
    "hours/forms.py:DigitsForm.digits": TABLE,
    "hours/forms.py:WalkInForm.number": SEEK,
    "hours/paper_form.py:PaperForm.__init__['pasted']": "who is meant, and when; nothing is kept",
    "hours/paper_form.py:PaperForm.__init__[f'no_{key}']": SEEK,
    "kit/forms.py:WhomForm.name": NAME,
    "people/forms/merging.py:ProposeMergeForm.other": SEEK,
    "people/forms/merging.py:OwnMergeForm.number": SEEK,
    "people/forms/fields.py:IdentityForm.id_number": "the number itself, sealed",
    "people/forms/registering.py:ClaimForm.note": "the claimant's own words: by which number one came in before",
    "places/forms.py:FindPlace.q": SEEK,
    "places/forms.py:FindExemptable.own": SEEK,
    "places/forms.py:EnterCalendar.days": TABLE,
    "places/rule_forms.py:EnterRuleSet.find": SEEK,
    "places/rule_forms.py:_rule_field.": TABLE,
    "places/site_forms.py:SayHaves.seen_by": NAME,
    "places/site_forms.py:AppointStaff.name": NAME,
    "privacy/forms.py:ActForm.last_six": SEEK,
    "privacy/forms.py:HoldForm.things": SEEK,
    "privacy/guarding_forms.py:MarkForm.mark": SEEK,
    "privacy/guarding_forms.py:NumbersForm.numbers": SEEK,
    "rosters/paper_forms.py:CodeForm.code": "the code of a paper, looked up, never kept",
    "rosters/forms.py:RosterForm.pasted": "the roster itself: read, sealed, emptied when it is sent",
    "rosters/forms.py:RosterForm.sheet": "the name of a sheet; nothing of it is kept",
    "rosters/forms.py:SlipForm.end": "compared, never kept",
    "rosters/forms.py:SlipForm.word": "compared, never kept",
    "teams/forms/bodies.py:BodyForm.name": NAME,
    "teams/forms/bodies.py:BodyForm.competent_unit": NAME,
    "teams/forms/bodies.py:BodyForm.consenting_name": NAME,
    "teams/forms/bodies.py:BodyForm.consenting_contact": "whom to ask in the community, with the telephone",
    "teams/forms/bodies.py:TeamForm.name": NAME,
    "teams/forms/bodies.py:TeamForm.liaison": "looked up, never kept",
    "teams/forms/bodies.py:OfficeForm.name": NAME,
    "teams/forms/merging.py:ProposeTeamMergeForm.other": SEEK,
}
# Words of a table that a form is made from.
MAY_OF_TABLES = {
    "DescribeSite.name": NAME,
    "DescribeSite.address": "an address",
    "DescribeSite.phone": "the telephone of a site",
    "DescribeSite.opening_hours": "opening hours",
}
NUMBERS = (
    "电话 13800138000",
    "138-0013-8000 打不通",
    "１３８ ００１３ ８０００",
    "一三八零零一三八零零零",
    "身份证 110101199003078515",
    "110101 19900307 851x",
)


def _target(one: ast.expr) -> str:
    if isinstance(one, ast.Name):
        return f".{one.id}"
    return f"[{ast.unparse(one.slice)}]" if isinstance(one, ast.Subscript) else ""


def fields_in(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every `CharField` that a file makes for a form, under the name of what it is put into."""
    tree = ast.parse(path.read_text(encoding="utf-8"))

    def walk(node: ast.AST, inside: tuple[str, ...], target: str) -> Iterator[tuple[str, ast.Call]]:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            inside = (*inside, node.name)
        if isinstance(node, ast.Assign):
            one = node.targets[0]
            target = _target(one)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "forms.CharField":
            yield ".".join(inside) + (target or "."), node
        for child in ast.iter_child_nodes(node):
            yield from walk(child, inside, target)

    yield from walk(tree, (), "")


def all_fields() -> dict[str, ast.Call]:
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        if path.name == "gallery_content.py" or "demo" in path.parts:
            continue
        for name, call in fields_in(path):
            found[f"{path.relative_to(ROOT)}:{name}"] = call
    return found


def is_guarded(call: ast.Call) -> bool:
    given = {one.arg: ast.unparse(one.value) for one in call.keywords}
    if any(widget in given.get("widget", "") for widget in NOT_WORDS):
        return True
    return bool({one.strip() for one in given.get("validators", "").strip("[]").split(",")} & GUARDS)


def test_every_free_field_keeps_numbers_of_people_out_or_says_why_not() -> None:
    found = all_fields()
    assert len(found) > 80
    open_ones = {name for name, call in found.items() if not is_guarded(call)}
    assert open_ones - set(MAY) == set(), "give it validators=[for_the_record], or say in MAY why not"
    assert set(MAY) - open_ones == set(), "no longer needed in the list"


def test_a_form_made_from_a_table_says_why_its_words_may_stand() -> None:
    made = {
        f"{form.__name__}.{name}"
        for form in _model_forms(forms.ModelForm)
        for name, field in form.base_fields.items()
        if type(field) is forms.CharField
        and not field.widget.is_hidden
        and not {getattr(one, "__name__", "") for one in field.validators} & GUARDS
    }
    assert {one for one in made if one.startswith("DescribeSite")} <= set(MAY_OF_TABLES)
    assert {one.partition(".")[0] for one in made} <= {"DescribeSite", "NewSite"}


def _model_forms(base: type[forms.ModelForm]) -> Iterator[type[forms.ModelForm]]:  # type: ignore[type-arg]
    for form in base.__subclasses__():
        if form.__module__.startswith("baiying."):
            yield form
        yield from _model_forms(form)


def test_no_page_reads_words_without_a_form() -> None:
    """Reasons that the lists ask for come without one: both go through `fault_of_record`."""
    by_hand = {"ui/listing/bulk.py", "ui/listing/shown.py"}
    for name in by_hand:
        assert "fault_of_record(" in (ROOT / name).read_text(encoding="utf-8")
    areas = {
        str(path.relative_to(ROOT))
        for app in apps.get_app_configs()
        for path in Path(app.path).rglob("templates/**/*.html")
        if ROOT in path.parents and "<textarea" in path.read_text(encoding="utf-8")
    }
    assert areas <= {"ui/templates/ui/bulk.html", "ui/templates/ui/components/typed_text.html"}


@pytest.mark.parametrize("words", NUMBERS)
def test_the_sentence_says_what_to_take_out(words: str) -> None:
    with pytest.raises(ValidationError, match="删去里面的手机号和身份证号"):
        for_the_record(words)
    assert "志愿者编号" in fault_of_record(words)


@pytest.mark.parametrize(
    "words", ["临时有事", "座机 0374-2961234 已核对", "11月23日 09:00–11:30，3 人", "证书编号 2026-001", "400-123-4567"]
)
def test_words_without_somebodys_number_stand(words: str) -> None:
    assert fault_of_record(words) == ""
