"""Duties that this room keeps."""

from baiying.kit.law import Duty

LAW = (
    Duty("R685-6", ("6",), "Only lawful kinds of bodies organise volunteers.", ("baiying.teams.rules.NEEDED",)),
    Duty(
        "R685-41",
        ("41",),
        "Committees and public bodies may recruit under the same rules.",
        ("baiying.teams.models.Body",),
    ),
    Duty(
        "R685-42",
        ("42",),
        "A group inside a unit is made with its consent and serves inside it.",
        ("baiying.teams.models.Body", "baiying.teams.queries.serves_outside"),
        "outside of it one is warned and not stopped",
        "activities",
    ),
)
