"""Two who save one page at one moment: the second is told what the first saved, and nothing is lost in silence."""

import pytest
from django.urls import reverse

from baiying.demo import builders
from baiying.demo import cast as the_cast
from tests import cast as casting
from tests.own_database import at_once
from tests.walks import edits


@pytest.mark.race
def test_of_two_who_save_at_one_moment_one_is_told(own_database: str) -> None:
    cast = the_cast.build(builders.small_city())
    team = cast["leader"].team
    assert team is not None
    address = reverse("teams:team_edit", args=[team.public_id])
    clients = {key: casting.log_in(cast[key]) for key in ("county", "unit_admin")}
    forms = {key: edits.opened(client, address, "introduction") for key, client in clients.items()}
    came: dict[str, int] = {}

    def save(key: str) -> None:
        sent = {name: texts[0] for name, texts in forms[key].items() if texts} | {"introduction": f"{key}写的介绍"}
        came[key] = clients[key].post(address, sent).status_code

    assert at_once(lambda: save("county"), lambda: save("unit_admin")) == ["done", "done"]
    assert sorted(came.values()) == [303, 422]
    team.refresh_from_db()
    (first,) = (key for key, status in came.items() if status == 303)
    assert team.introduction == f"{first}写的介绍"
