"""The words by which somebody is told of a notice: short, without names, with no link that lets anybody in."""

from datetime import date, datetime

from baiying.kit.kept import Kept, translate
from baiying.ui import kept


def told(area_name: str, title: str, *, emergency: bool, by: str = "") -> Kept:
    """In the app: whose notice, what about, and by when something must be done (in words; empty: nothing)."""
    text = translate("应急通知 · %(area)s：%(title)s。") if emergency else translate("%(area)s通知：%(title)s。")
    made = text % {"area": area_name, "title": title}
    return made + by if by else made


def text_message(area_name: str, title: str, *, emergency: bool, to_volunteer: bool = False) -> Kept:
    """As a text message: the same, and where it is read. A volunteer has no box and nothing to sign."""
    if to_volunteer:
        first = translate("应急通知 · %(area)s：%(title)s。") if emergency else translate("%(area)s通知：%(title)s。")
        return first % {"area": area_name, "title": title} + translate("请登录志愿服务平台，在“消息”里查看。")
    if emergency:
        text = translate("应急通知 · %(area)s：%(title)s。请马上登录志愿服务平台，在“收到的通知”里查看并签收。")
    else:
        text = translate("%(area)s通知：%(title)s。请登录志愿服务平台，在“收到的通知”里查看。")
    return text % {"area": area_name, "title": title}


def corrected(area_name: str, title: str, changed: str, *, due_on: date | None = None) -> Kept:
    """Of a new version: what is different, in one line, and the day by which it must be done, if that ever moved."""
    words = {"area": area_name, "title": title, "changed": changed}
    if due_on is None:
        return translate("更正 · %(area)s通知“%(title)s”：%(changed)s") % words
    text = translate("更正 · %(area)s通知“%(title)s”：%(changed)s。改为%(day)s前办理。")
    return text % {**words, "changed": changed.rstrip("。. "), "day": kept.day(due_on)}


def withdrawn(area_name: str, title: str, why: str) -> Kept:
    text = translate("%(area)s通知“%(title)s”已撤回，不用再办：%(why)s")
    return text % {"area": area_name, "title": title, "why": why}


def reminded(area_name: str, title: str) -> Kept:
    text = translate("%(area)s通知“%(title)s”还没有签收，请打开“收到的通知”签收。")
    return text % {"area": area_name, "title": title}


def answer_wanted(area_name: str, title: str) -> Kept:
    text = translate("%(area)s通知“%(title)s”还没有回复办理情况，请打开“收到的通知”回复。")
    return text % {"area": area_name, "title": title}


def empty_box(area_name: str, title: str, box: str) -> Kept:
    """To the level above a box with nobody in office."""
    text = translate("%(box)s现在无人在岗，%(area)s通知“%(title)s”转给您，请代为处理。")
    return text % {"area": area_name, "title": title, "box": box}


def to_approve(title: str) -> Kept:
    return translate("一份通知等您批准后下发：%(title)s") % {"title": title}


def approved(title: str) -> Kept:
    """To whoever wrote a notice: it is theirs to send now."""
    return translate("“%(title)s”已批准，请打开它发送。") % {"title": title}


def goes_out(title: str, *, number: int, rests_until: datetime | None) -> Kept:
    """To whoever wrote what waited for a second person: it goes out now. `rests_until`: till when its texts wait."""
    known = translate("“%(title)s”的人数变化已确认，继续发送。")
    text = (translate("“%(title)s”的更正已批准，现在发出。") if number > 1 else known) % {"title": title}
    if rests_until is None:
        return text
    return text + translate("夜里不发短信，短信等到%(at)s再发。") % {"at": kept.moment(rests_until)}


def sent_back(title: str) -> Kept:
    return translate("“%(title)s”已退回，请修改后再送批。") % {"title": title}
