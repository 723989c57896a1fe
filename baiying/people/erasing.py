"""What becomes of this room's tables when a person closes the account, and what has to be handed over first."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure, ToHandOver
from baiying.kit.values import identifiers
from baiying.people import queries

_PROOF = _("法律要求能说明当时得到过同意；姓名、电话和写的话清空。")
_NO_WORDS = ("guardian_name", "phone_sealed", "phone_hash", "phone_mask")
_CODES = ("relation", "scope", "version")
# What an office decided about a guardian, by which paper.
_DECIDED = ("settled_document", "settled_why", "unproven_document", "ended_why", "ended_document")
ERASURES = (
    *(
        Erasure(
            f"Merge.{column}", _("两条记录合并"), _("谁提出、谁确认要能查；写的话清空。"),
            empties=("words", "taken_words", "end_words", "undo_words", "settled"), keeps=("proof", "seen"),
        )
        for column in ("survivor", "loser")
    ),
    Erasure("Oath.person", _("志愿者誓词"), _("那是您自己的话。"), goes=True),
    Erasure("Card.person", _("志愿者证"), _("上面有您的名字。"), goes=True),
    Erasure("Claim.person", _("认领申请"), _("里面有姓名和电话。"), goes=True),
    Erasure("Claim.account", _("认领申请"), _("里面有姓名和电话。"), by="account", goes=True),
    Erasure("RegistrationDraft.made", _("注册的草稿"), _("已经没有用了。"), goes=True),
    Erasure("RegistrationDraft.account", _("注册的草稿"), _("已经没有用了。"), by="account", goes=True),
    Erasure(
        "Doubt.person", _("注册的核实"), _("两个人决定过什么要能查；写的话清空。"),
        empties=("words", "said", "proposed_words"),
    ),
    Erasure(
        "MinorLeave.person", _("查看未成年人号码的申请"), _("谁申请、谁批准要能查；写的话清空。"),
        empties=("words=—", "refused_why"),
    ),
    Erasure(
        "Dormancy.person", _("问过是否继续、休眠过"), _("什么时候问过、休眠过要能查；写的话清空。"),
        empties=("words",), keeps=("end_why",),
    ),
    Erasure("SpotCheck.person", _("当面注册的抽查"), _("查过没有要能查；写的话清空。"), empties=("words=—",)),
    Erasure(
        "Consent.person", _("同意书"), _PROOF,
        empties=("giver_name", "evidence"), keeps=("purpose", "version", "channel"),
    ),
    Erasure(
        "Guardianship.ward", _("监护人的同意"), _PROOF,
        empties=(*_NO_WORDS, "document"), keeps=(*_CODES, *_DECIDED),
    ),
    Erasure(
        "Guardianship.guardian_account", _("您以前替孩子的同意"), _PROOF, by="account",
        empties=(*_NO_WORDS, "document"), keeps=(*_CODES, *_DECIDED),
    ),
    Erasure("Counting.person", _("计为注册志愿者的时间"), _("往年的统计不变，只有编号。"), keeps=("why", "end_why")),
    Erasure("Move.person", _("以前住在哪个地区"), _("往年的统计不变，只有编号。")),
    Erasure(
        "Registration.person", _("注册"), _("往年的统计不变；志愿者编号换掉，凭它再也找不到。"),
        empties=("external_no", "failed_reason"), keeps=("channel", "verified_how", "end_reason"),
    ),
    Erasure(
        "Person.pk", _("姓名、出生日期、证件号码、手机号"),
        _("清空，能读出号码的密钥销毁。只留一个没有姓名的编号和地区，服务时长挂在它下面。"),
        empties=(
            "name", "id_no_sealed", "id_no_hash", "id_no_mask", "phone_sealed", "phone_hash", "phone_mask",
            "data_key_sealed", "skills", "categories",
        ),
        keeps=("id_type", "channel", "invited_by"),
    ),
)  # fmt: skip


def to_hand_over(person_id: int, account_id: int | None, at: datetime) -> list[ToHandOver]:
    """Wards for whom the account answers alone: nobody would be left for the child."""
    if account_id is None:
        return []
    found = []
    for row in queries.wards_of(account_id, at):
        name = identifiers.mask_name(row.ward.name)
        words = _("您是%(name)s的监护人：请先请另一位监护人同意，再在孩子的页面撤回您的。") % {"name": name}
        found.append(ToHandOver(words, f"/mine/wards/{row.public_id}/"))
    return found
