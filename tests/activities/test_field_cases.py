"""Contacts as posts and committees have them (case F21)."""

import pytest

from baiying.activities.forms.shifts import AmendForm
from baiying.kit.forms import ContactPhoneField, PhoneField


@pytest.mark.rules
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0374-2961234", "0374-2961234"), ("400-800-1234", "400-800-1234"), ("139 1234 5678", "13912345678")],
)
def test_f21_a_landline_is_a_contact(typed: str, kept: str) -> None:
    assert ContactPhoneField().clean(typed) == kept


@pytest.mark.rules
def test_f21_a_landline_without_its_area_code_is_told_what_lacks() -> None:
    form = AmendForm({"contact_phone": "0374-29612"})
    assert "区号" in form.errors["contact_phone"][0]


@pytest.mark.rules
def test_whoever_logs_in_gives_a_mobile() -> None:
    form_field = PhoneField()
    with pytest.raises(Exception, match="11 位"):
        form_field.clean("0374-2961234")
