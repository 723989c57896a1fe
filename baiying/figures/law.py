"""Duties that this room keeps."""

from baiying.kit.law import Duty

LAW = (
    Duty(
        "R685-34",
        ("34",),
        "Governments keep and publish statistics.",
        ("page:dashboards:area", "page:figures:definitions"),
        "no days of release, no frozen copies",
        "dashboards",
    ),
    Duty(
        "PIPL-73",
        ("73", "73(4)"),
        "What is published identifies nobody: ten people, also after subtracting.",
        (
            "baiying.figures.rules.PrivacyRules",
            "baiying.figures.rules.family",
            "constraint:places_ruleset_floor",
            "page:dashboards:area",
        ),
        "who watches an area all day still sees when rounded hours move: frozen copies come with reports",
        "dashboards",
    ),
    Duty(
        "F24-forms",
        (),
        "Nobody fills in what is known already: figures are made from records.",
        ("baiying.figures.actions.roll_up",),
    ),
)
