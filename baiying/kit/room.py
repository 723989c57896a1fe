"""What this room brings to the house."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import NamesPerson, Room, Slot

ROOM = Room(
    names_person=(
        NamesPerson(
            "AuditEvent.person_id",
            "stays",
            "stays",
            "the audit is never changed; the link between the records says who it was",
        ),
    ),
    copied="baiying.kit.copying.COPIED",
    erasures="baiying.kit.erased.ERASURES",
    purpose=_("操作记录：查得到谁看过、做过什么（《个人信息保护法》第51条）。"),
    erases=(Slot("baiying.kit.erased.step", 90),),
    gauges=(
        Slot("baiying.kit.queue.gauges", 10),
        Slot("baiying.kit.queue.unsealed", 80),
        Slot("baiying.kit.queue.room_for_rows", 90),
        Slot("baiying.kit.backups.ages.gauges", 95),
    ),
    audit_actions={
        "ListTaken": _("导出列表"),
        "BackupTaken": _("备份"),
        "BackupDrilled": _("恢复演练"),
        "BackupRestored": _("从备份恢复"),
    },
    audit_subjects={"file": _("导出的文件")},
    audit_takes=frozenset({"ListTaken"}),
    job_words={
        "kit.seal_logs": _("封存操作记录和台账"),
        "kit.note_heads": _("在数据库之外记下封存到哪里"),
        "kit.clear_taken": _("清掉过期导出的取回办法"),
    },
    clockwork={
        "kit.seal_logs": "* * * * *",
        "kit.note_heads": "20 19 * * *",  # 03:20 in China
        "kit.clear_taken": "10 16 * * *",  # 00:10 in China
    },
)
