"""What this room announces. Ids only: a listener that needs more asks the queries."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from baiying.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class RegistrationMade(Fact):
    subject: ClassVar[str] = "person"
    person_id: int
    registration_id: int


@dataclass(frozen=True, slots=True)
class PersonVerified(Fact):
    """From now on the person counts: the document was seen and, below 18, the guardian agreed."""

    subject: ClassVar[str] = "person"
    person_id: int
    registration_id: int


@dataclass(frozen=True, slots=True)
class RegistrationEnded(Fact):
    subject: ClassVar[str] = "person"
    person_id: int
    registration_id: int


@dataclass(frozen=True, slots=True)
class HoldLifted(Fact):
    """A registration in doubt was found right: hours that waited for that may be posted."""

    subject: ClassVar[str] = "person"
    person_id: int
    registration_id: int


@dataclass(frozen=True, slots=True)
class GuardianAgreed(Fact):
    subject: ClassVar[str] = "person"
    person_id: int
    guardianship_id: int


@dataclass(frozen=True, slots=True)
class GuardianWithdrew(Fact):
    """The minor no longer counts and may not serve: what is coming should be called off."""

    subject: ClassVar[str] = "person"
    person_id: int
    guardianship_id: int


@dataclass(frozen=True, slots=True)
class WardPaused(Fact):
    """No consent carries the minor any more, though no guardian withdrew one: an office wrote down that one is no
    guardian any more, or a second guardian said no. What is coming should be called off."""

    subject: ClassVar[str] = "person"
    person_id: int
    guardianship_id: int


@dataclass(frozen=True, slots=True)
class ClaimFiled(Fact):
    """Somebody says that the record is theirs: whoever knows the person may tell the office what it knows."""

    subject: ClassVar[str] = "person"
    person_id: int
    claim_id: int


# What each entry of the audit is called: of these facts, and of the acts that nobody above listens to.
AUDIT_ACTIONS = {
    "ResidenceFollowed": _("地区合并，居住地或服务地跟过去"),
    "IdNumberTriesRefused": _("证件号码试得太多，已拒绝"),
    "AccountLinked": _("关联账号"),
    "CameOfAge": _("成年"),
    "CardIssued": _("制作志愿者证"),
    "CardRevoked": _("志愿者证作废"),
    "NumberAgreed": _("本人单独同意收集证件号码"),
    "CheckFailed": _("实名核验不通过"),
    "PhoneShared": _("登记共用的手机号"),
    "CheckPassed": _("实名核验通过"),
    "DevicesEndedAtDesk": _("当面要求，退出所有设备"),
    "DocumentCorrected": _("更正证件类型"),
    "CheckResubmitted": _("重新提交核验"),
    "ClaimFiled": _("提出认领"),
    "ClaimGranted": _("认领通过"),
    "ClaimSeen": _("认领：看过证件，等另一人确认"),
    "ClaimConfirmed": _("认领：第二个人确认"),
    "ClaimObjected": _("认领：原手机号的人说是本人"),
    "ClaimRisen": _("认领过期没有答复，告诉上一级"),
    "ClaimVoided": _("手机号换了主人，认领申请作废"),
    "ClaimRefused": _("认领不通过"),
    "GuardianAgreed": _("监护人同意"),
    "HomeSet": _("填居住的村（社区）"),
    "GuardianAskedAnew": _("监护人的同意已不在，注册暂停，要重新请监护人同意"),
    "GuardianAsked": _("请监护人同意"),
    "GuardianDeclined": _("监护人没有同意"),
    "GuardiansUnproven": _("监护人意见不一致，没有能证明由谁决定的材料"),
    "GuardianReconsiders": _("监护人收回了“不同意”，再想想"),
    "GuardianAgreedAgainstAnother": _("监护人同意，另一位不同意，还没有生效"),
    "GuardiansSettled": _("看过证明，决定以一位监护人的同意为准"),
    "GuardianUnreached": _("号码已换主人，没有请到监护人"),
    "GuardianWithdrew": _("监护人撤回同意"),
    "GuardianEnded": _("凭文书登记：不再是监护人"),
    "GuardianEndLifted": _("凭文书登记：可以再请这位监护人"),
    "WardPaused": _("监护人的同意不算数了，注册暂停"),
    "MergeAsked": _("请上级把两条记录合并"),
    "MergeConfirmed": _("确认合并两条记录"),
    "MergeEnded": _("不合并两条记录"),
    "MergeProposed": _("提出合并两条记录"),
    "RecordsMerged": _("两条记录合并为一条"),
    "RecordsParted": _("合并的两条记录又分开"),
    "MinorSeen": _("打开未成年人资料"),
    "MinorLeaveAsked": _("申请查看未成年人的完整号码"),
    "MinorLeaveGiven": _("批准查看未成年人的完整号码"),
    "MinorLeaveRefused": _("不批准查看未成年人的完整号码"),
    "MinorLeaveEnded": _("不再需要查看未成年人的完整号码"),
    "FileLeaveAsked": _("申请导出有未成年人的名单"),
    "FileLeaveGiven": _("批准导出有未成年人的名单"),
    "FileLeaveRefused": _("不批准导出有未成年人的名单"),
    "FileLeaveEnded": _("不再需要导出有未成年人的名单"),
    "NumberRevealed": _("查看完整号码"),
    "PersonVerified": _("实名生效"),
    "PhoneDisowned": _("手机号换了主人"),
    "ProfileChanged": _("修改资料"),
    "RecordSeen": _("打开志愿者资料"),
    "StoredSeen": _("依法查看只保存的记录"),
    "DoubtAnswered": _("本人对核实的说明"),
    "DoubtCorrected": _("抽查结果更正，核实结束"),
    "DoubtFoundRight": _("核实属实，恢复正常"),
    "DoubtFoundUntrue": _("核实不属实，注册终止"),
    "DoubtOpened": _("开始核实注册"),
    "DoubtProposed": _("提出核实的意见"),
    "DoubtSentBack": _("退回核实的意见"),
    "HoldLifted": _("不再核实，恢复报名和入账"),
    "RecordParked": _("记录休眠"),
    "RecordWoken": _("记录从休眠恢复"),
    "SleeperAsked": _("问长期没有活动的人是否继续"),
    "SleeperStays": _("长期没有活动的人继续"),
    "SleepingStarted": _("开始清理长期没有活动的记录"),
    "SleepingStopped": _("停止清理长期没有活动的记录"),
    "SpotCheckFalse": _("当面注册抽查：不属实"),
    "SpotCheckTrue": _("当面注册抽查：属实"),
    "SpotCheckUnreached": _("当面注册抽查：联系不上"),
    "RegistrationEnded": _("注册终止"),
    "RegistrationMade": _("注册"),
}
