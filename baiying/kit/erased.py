"""What becomes of the kit's own tables when a person closes the account: audit, files, kept views, faults."""

from datetime import datetime

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erased, Erasure, scrubbed
from baiying.kit.models import JobFault, SavedView, Taken

ERASURES = (
    Erasure(
        "AuditEvent.person_id",
        _("操作记录"),
        _("法律要求能查谁做过什么：只有编号；您以工作人员身份办的事，仍记着当时的名字。"),
        keeps=("action", "role", "label", "subject_type", "detail", "ip", "device", "via"),
    ),
    Erasure(
        "Taken.account_id",
        _("您导出过的文件的登记"),
        _("导出过什么要能查，姓名和条件清空。"),
        by="account",
        empties=("label", "reason", "query", "narrowed", "path"),
        keeps=("role", "key", "title", "columns", "people"),
    ),
    Erasure("SavedView.account_id", _("您存的列表视图"), _("只对您有用。"), by="account", goes=True),
)
_TEXTS = ((JobFault, ("error",)), (SavedView, ("name", "query")), (Taken, ("title", "reason", "query")))


def step(whom: Erased, at: datetime) -> None:
    """Wherever somebody was searched for, named in the words of a file, or in what a job said as it failed."""
    wanted = [*whom.names, *whom.numbers]
    for model, columns in _TEXTS:
        for column in columns:
            said = Q(*((f"{column}__contains", one) for one in wanted), _connector=Q.OR)
            for pk, text in model._default_manager.filter(said).values_list("pk", column):
                model._default_manager.filter(pk=pk).update(**{column: scrubbed(text, whom)})
    with connection.cursor() as cursor:
        # Jobs that are done or have failed for good; one that waits holds ids, and finds nobody any more.
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted')"
            " AND args::text LIKE ANY (%s)",
            [[f"%{one}%" for one in wanted]],
        )
