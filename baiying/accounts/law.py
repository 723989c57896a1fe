"""Duties that this room keeps."""

from baiying.kit.law import Duty

LAW = (
    Duty(
        "CSL-21",
        ("21", "21(3)"),
        "Logs of the network are kept at least six months.",
        ("baiying.accounts.actions.clearing",),
    ),
    Duty(
        "GB22239-8.1.4",
        ("8.1.4",),
        "Everybody is identified; passwords are strong; failures lock, codes and idle sessions end.",
        (
            "baiying.accounts.rules.LogInRules",
            "baiying.accounts.rules.judge_totp",
            "page:accounts:log_in",
            "page:accounts:security",
        ),
        "sessions do not end by themselves while idle",
        "accounts",
    ),
    Duty(
        "GB22239-8.1.5",
        ("8.1.5",),
        "System, security and audit administrators are three people.",
        ("baiying.accounts.rules.clash_of_three",),
    ),
    Duty("A12-login", (), "No forced log-in and no forced app for what is public.", ("baiying.kit.admission.public",)),
)
