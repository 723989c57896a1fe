"""What this room brings to the house."""

from baiying.kit.rooms import NamesPerson, Room

ROOM = Room(
    names_person=(
        NamesPerson(
            "AuditEvent.person_id",
            "stays",
            "stays",
            "the audit is never changed; the link between the records says who it was",
        ),
    ),
    clockwork={
        "kit.seal_logs": "* * * * *",
        "kit.note_heads": "20 19 * * *",  # 03:20 in China
    },
)
