"""What these actions refuse, in sentences."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.errors import Refused


class BodyIncomplete(Refused):
    code = "body_incomplete"
    sentence = _("这类单位还缺必填的信息，请补上。")


class CreditCodeTaken(Refused):
    code = "credit_code_taken"
    sentence = _("这个统一社会信用代码已经登记过一家单位，请在单位列表里查找，不要重复建立。")
    field = "credit_code"


class ParentElsewhere(Refused):
    code = "parent_elsewhere"
    sentence = _("上级队伍要属于同一家单位，请换一支。")
    field = "parent"


class ParentCircle(Refused):
    code = "parent_circle"
    sentence = _("上级队伍不能是本队或本队的下级队伍，请换一支。")
    field = "parent"


class ParentTooDeep(Refused):
    code = "parent_too_deep"
    sentence = _("队伍最多分四级（总队、支队、分队、小队），请换一支上级队伍。")
    field = "parent"


class AreaElsewhere(Refused):
    code = "area_elsewhere"
    sentence = _("队伍的地区要在单位所在的地区以内，请另选一个。")
    field = "area"


class TeamsElsewhere(Refused):
    code = "teams_elsewhere"
    sentence = _("还有队伍在这个地区以外。请先改队伍的地区，再改单位的。")
    field = "area"


class UnitAdminUnderAge(Refused):
    """Whoever administers a unit binds it: a person of full civil capacity (Civil Code art. 17 to 19)."""

    code = "unit_admin_under_age"
    sentence = _("未满 18 周岁不能担任单位管理员。请由单位里的成年人来办。")


class NotRegistered(Refused):
    code = "not_registered"
    sentence = _("先注册成为志愿者，再申请加入队伍。")


class TeamGone(Refused):
    code = "team_gone"
    sentence = _("这支队伍已经关闭或并入了别的队伍，刷新页面可以看到去了哪里。")


class UnitGone(Refused):
    code = "unit_gone"
    sentence = _("这个单位已经关闭，不能再任命。")


class UnitElsewhere(Refused):
    code = "unit_elsewhere"
    sentence = _("这个单位不在您的工作地区内，请由那里的上级任命。")


class AlreadyDecided(Refused):
    code = "already_decided"
    sentence = _("这份申请已经有人处理过了，刷新页面可以看到结果。")


class CannotBringBack(Refused):
    code = "cannot_bring_back"
    sentence = _("只有移出的人当天可以撤销，而且本人没有再申请。以后要回来的，请本人重新申请加入。")


# Who else decides about one's own request: for people.access.refuse_own.
OWN_REQUEST = _("不能处理自己、自己监护的孩子或共用手机号的人的入队申请，请另一位队长或单位管理员处理。")


class OwnOffice(Refused):
    code = "own_office"
    sentence = _("不能任命自己，也不能任命与自己共用手机号的账号。请单位的另一位管理员，或县级主管部门来任命。")
    field = "phone"


# Who else ends one's own membership: for people.access.refuse_own.
OWN_MEMBERSHIP = _("自己要离开，请在队伍页点“退出队伍”。自己监护的孩子或共用手机号的人，请另一位队长或单位管理员办理。")


class NotMember(Refused):
    code = "not_member"
    sentence = _("您现在不在这支队伍里，不需要再退出。")


class ReasonMissing(Refused):
    code = "reason_missing"
    sentence = _("请写明理由，当事人会看到。")
    field = "reason"


class AlreadyInOffice(Refused):
    code = "already_in_office"
    sentence = _("此人已经担任这个职务，不需要重复任命。")
    field = "phone"


class AlreadyAsked(Refused):
    code = "already_asked"
    sentence = _("已经请此人担任这个职务，正在等本人答复。")
    field = "phone"


class LastAdmin(Refused):
    code = "last_admin"
    sentence = _("这是单位的最后一位管理员。请先任命接任的人，再结束这项任职。")


class OwnLastAdmin(LastAdmin):
    sentence = _("您是最后一位管理员，现在退出就没有人管这家单位了。请先办交接，接任的人接受之后，您的任职才结束。")


class NotYourOffice(Refused):
    code = "not_your_office"
    sentence = _("只有现任的单位管理员自己能办交接。")


class HandOverVoid(Refused):
    code = "hand_over_void"
    sentence = _("这次交接已失效：已经有别人接任了，不用再答复。")


class WhyMissing(Refused):
    code = "why_missing"
    sentence = _("请选一个原因：这家单位之后由上级代管。")
    field = "why"


class TermOver(Refused):
    code = "term_over"
    sentence = _("任期的最后一天已经过去，请另选一天。")
    field = "last_day"


class ChangeWaits(Refused):
    code = "change_waits"
    sentence = _("已有一项修改在等审核。要改别的，请先收回那一项，或者等审核完。")


class ChangeDecided(Refused):
    code = "change_decided"
    sentence = _("这项修改已经处理过了，刷新页面可以看到结果。")


class ChangedSince(Refused):
    code = "changed_since"
    sentence = _("资料刚刚又变了，与您看到的不同。请再看一遍，然后决定。")


class OwnChange(Refused):
    code = "own_change"
    sentence = _("不能审核自己单位的修改，也不能审核自己或共用手机号的人提交的修改，请另一位同事审核。")


class TooManyApplications(Refused):
    code = "too_many_applications"
    sentence = _("今天提交的登记申请太多了，请明天再提交。已经提交的都在“我申请登记的单位”里。")
    status = 429


class ApplicationWaits(Refused):
    code = "application_waits"
    sentence = _("申请正在审核，现在不能改。要改的，请先收回，再重新提交。")


class ApplicationDecided(Refused):
    code = "application_decided"
    sentence = _("这份申请已经处理过了，刷新页面可以看到结果。")


class ApplicationReturned(Refused):
    code = "application_returned"
    sentence = _("这份申请已经退回，正等申请人修改。修改后再提交，就能审核。")


class ApplicationChanged(Refused):
    code = "application_changed"
    sentence = _("申请刚刚又提交了一次，或者换了照片，与您看到的不同。请再看一遍，然后决定。")


class TooManyScans(Refused):
    code = "too_many_scans"
    sentence = _("一份申请最多六张照片。要换一张，请先删去一张。")
    field = "photo"
    status = 422


class ScansTried(Refused):
    code = "scans_tried"
    sentence = _("今天加照片加得太多了，请明天再试。")
    field = "photo"
    status = 429


class ScansHeld(Refused):
    code = "scans_held"
    sentence = _("依法要留存，现在不能删去照片。")


class RemarksMissing(Refused):
    code = "remarks_missing"
    sentence = _("请至少在一项旁边写明要怎样修改，申请人会看到。")


class OwnApplication(Refused):
    code = "own_application"
    sentence = _("不能审核自己或共用手机号的人提交的申请，请另一位同事审核。")


class ParentAndLiaison(Refused):
    code = "parent_and_liaison"
    sentence = _("有上级队伍的，不再填联络组织；两样只能有一样。")
    field = "liaison"


class OwnLiaison(Refused):
    code = "own_liaison"
    sentence = _("联络组织是另一家单位，不是队伍自己的单位。")
    field = "liaison"


class CategoryTaken(Refused):
    code = "category_taken"
    sentence = _("本地区已有叫这个名称的类别，请换一个名称；停用过的可以恢复。")
    field = "name"


class DayGone(Refused):
    code = "day_gone"
    sentence = _("从今天或以后的某一天起才行，请另选一天。")
    field = "from_on"


class ExitsChanged(Refused):
    code = "exits_changed"
    sentence = _("会提醒的单位刚刚有变化，与您看到的数目不同。请再看一遍，然后开始。")


class ExitOver(Refused):
    code = "exit_over"
    sentence = _("已经撤销，一切照常，不用再申诉。")


class AlreadyAppealed(Refused):
    code = "already_appealed"
    sentence = _("这一步已经申诉过了，主管部门的答复在下面。")


class OwnExit(Refused):
    code = "own_exit"
    sentence = _("不能决定自己单位的事，请另一位同事办理。")


class SameTeam(Refused):
    code = "same_team"
    sentence = _("这就是同一支队伍。请写另一支队伍。")
    field = "other"


class NotYourTeams(Refused):
    code = "not_your_teams"
    sentence = _("合并由其中一支队伍的单位管理员，或者两家单位共同的主管部门办理。")


class TeamsHindered(Refused):
    """Something of one of the two stands in the way now; the sentence says what, and what to do first."""

    code = "teams_hindered"


class NotYoursToSign(Refused):
    code = "not_yours_to_sign"
    sentence = _("这件合并不由您签字：提出的人不能自己签，要由另一支队伍的单位管理员或上级主管部门签。")


class MergeNumbersChanged(Refused):
    code = "merge_numbers_changed"
    sentence = _("数字刚刚变了。请再看一遍，然后签字。")


class TeamMergeOver(Refused):
    code = "team_merge_over"
    sentence = _("这件合并已经了结，没有再改动。")


class TeamsApart(Refused):
    code = "teams_apart"
    sentence = _("已撤销：两支队伍已经分开。")


class TooLateToPart(Refused):
    code = "too_late_to_part"

    def __init__(self, last: str) -> None:
        super().__init__(last)
        self.sentence = _("最晚 %(last)s 可以分开，已经过了。可以新建一支队伍，请队员自己申请加入。") % {"last": last}


class TeamClosedSince(Refused):
    code = "team_closed_since"
    sentence = _("其中一家单位后来关闭了，不能再分开。请先恢复那家单位。")


class LaterTeamMerge(Refused):
    code = "later_team_merge"
    sentence = _("这支队伍后来又和别的队伍合并了。请先撤销后来的合并。")


class TreeGrownSince(Refused):
    code = "tree_grown_since"
    sentence = _("后来改了上级队伍，分开以后会成圈或者超过四级。请先改那些队伍的上级，再分开。")


class NotAllPlaced(Refused):
    code = "not_all_placed"
    sentence = _("合并以后新增的，请逐项说明归哪一支队伍。")
