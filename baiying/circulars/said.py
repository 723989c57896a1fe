"""The words by which somebody is told of a notice: short, without names, with no link that lets anybody in."""

from baiying.kit.kept import Kept, translate


def told(area_name: str, title: str, *, emergency: bool, by: str = "") -> Kept:
    """In the app: whose notice, what about, and by when something must be done (in words; empty: nothing)."""
    if emergency:
        text = translate("应急通知 · %(area)s：%(title)s。%(by)s")
    else:
        text = translate("%(area)s通知：%(title)s。%(by)s")
    return text % {"area": area_name, "title": title, "by": by}


def text_message(area_name: str, title: str, *, emergency: bool) -> Kept:
    """As a text message: the same, and where it is read."""
    if emergency:
        text = translate("应急通知 · %(area)s：%(title)s。请马上登录志愿服务平台，在“收到的通知”里查看并签收。")
    else:
        text = translate("%(area)s通知：%(title)s。请登录志愿服务平台，在“收到的通知”里查看。")
    return text % {"area": area_name, "title": title}


def corrected(area_name: str, title: str, changed: str) -> Kept:
    """Of a new version: what is different, in one line."""
    text = translate("更正 · %(area)s通知“%(title)s”：%(changed)s")
    return text % {"area": area_name, "title": title, "changed": changed}


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
