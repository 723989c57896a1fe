"""Whoever leads and whoever is asked is named by one piece (activities.rules.naming), never by the row itself."""

import re

from tests.house import rooms

ROOT = rooms.PACKAGE
RAW = re.compile(r"leader\.display_name|activity\.contact_(?:name|phone)|row\.contact_(?:name|phone)")
# Who stands behind the desk has both before them, to change them.
MAY = {
    "activities/actions/erasing.py": "empties it where somebody has closed the account",
    "activities/queries/activities.py": "the piece itself, and the last contact offered on a new plan",
    "activities/templates/activities/record.html": "the office's and the leader's own page",
    "activities/actions/leading.py": "who leads now, told to guardians, who know the whole name",
}


def test_no_page_or_message_names_a_leader_or_a_contact_in_its_own_way() -> None:
    files = [*ROOT.rglob("*.py"), *ROOT.rglob("templates/**/*.html")]
    found = {str(path.relative_to(ROOT)) for path in files if RAW.search(path.read_text(encoding="utf-8"))}
    assert found - set(MAY) == set()
    assert set(MAY) <= found, "no longer needed in the list"
