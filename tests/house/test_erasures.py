"""What closing an account does to each table is declared, whole, and the same as what its room promised."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from baiying.kit import erasing, rooms
from baiying.kit.erasing import Erasure
from tests.house.test_rooms import columns_that_name_a_person

# Columns that name an account in rows that are an office's act, not a person's matter: they keep the number, and stay.
OFFICIAL = {
    "circulars.Circular.written_by": "who wrote a notice for an office",
    "circulars.Circular.approved_by": "who approved it",
    "circulars.Box.answered_by": "who answered for a body",
    "activities.Activity.leader": "who led it; name and telephone of the contact are emptied by a step",
    "complaints.Concern.account": "who may not decide a complaint",
    "people.Person.account": "emptied with the record",
    "privacy.Closing.account": "by which account it was asked; a number",
}


def lines() -> dict[str, Erasure]:
    return {f"{room}.{line.found_by}": line for room, line in erasing.declared()}


def columns_that_name_an_account() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            target = field.related_model
            is_account = isinstance(target, type) and target._meta.label == "accounts.Account"
            if model.__module__.startswith("baiying.") and is_account:
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}"


def test_every_column_that_names_a_person_or_an_account_says_what_closing_does() -> None:
    found = {*columns_that_name_a_person(), *(one for one in columns_that_name_an_account() if one not in OFFICIAL)}
    missing = sorted(found - set(lines()))
    assert not missing, "declare them in the room's erasing.py (ERASURES):\n" + "\n".join(missing)


def test_what_is_declared_is_what_names_person_promised() -> None:
    said = {f"{name}.{one.column}": one for name, room in rooms.brought().items() for one in room.names_person}
    wrong = []
    for column, promised in said.items():
        line = lines()[column]
        does = "goes" if line.goes else "emptied" if line.empties else "stays"
        # What stays as a row may lose its words.
        if does != promised.erased and (promised.erased, does) != ("stays", "emptied"):
            wrong.append(f"{column}: names_person says {promised.erased}, erasing.py does {does}")
    assert not wrong, "\n".join(wrong)


def test_every_column_of_words_and_numbers_is_emptied_or_kept_with_a_reason() -> None:
    wrong = []
    for room, line in erasing.declared():
        model = erasing.model_of(room, line)
        said = {one.partition("=")[0] for one in line.empties} | set(line.keeps)
        unknown = said - {field.name for field in model._meta.concrete_fields}
        wrong += [f"{room}.{line.model_name}.{one}: no such column" for one in sorted(unknown)]
        if line.goes:
            continue
        steps = {"people.Person": {"name_key"}}.get(f"{room}.{line.model_name}", set())
        missing = set(erasing.telling_columns(model)) - said - steps
        wrong += [f"{room}.{line.model_name}.{one}: neither emptied nor kept" for one in sorted(missing)]
    assert not wrong, "say it in the room's erasing.py:\n" + "\n".join(wrong)


def test_tables_that_never_change_are_emptied_of_nothing() -> None:
    wrong = [
        f"{room}.{line.found_by}"
        for room, line in erasing.declared()
        if getattr(erasing.model_of(room, line), "APPEND_ONLY", False) and (line.goes or line.empties)
    ]
    assert not wrong, wrong


def test_a_new_column_of_words_is_seen() -> None:
    class Words(models.Model):
        words = models.CharField(max_length=10)
        kind = models.CharField(max_length=3, choices=[("a", "b")])

        class Meta:
            app_label = "tests"
            managed = False

    assert list(erasing.telling_columns(Words)) == ["words"]
    del apps.all_models["tests"]["words"]


def test_every_line_tells_the_person_what_and_why() -> None:
    assert not [name for name, line in lines().items() if not (str(line.title) and str(line.why))]
