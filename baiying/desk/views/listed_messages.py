"""The outbox as offices read it: how it is searched, narrowed and shown."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from baiying.accounts.access import Scope
from baiying.desk.queries import outbox as sent
from baiying.desk.queries.outbox import Line
from baiying.kit import clock, rooms
from baiying.notices import queries as notices
from baiying.places import access as areas
from baiying.places import queries as places
from baiying.ui import formats, listing
from baiying.ui.templatetags.ui import state

_CHANNELS = (
    ("inapp", _("站内")),
    ("sms", _("短信")),
    ("mail", _("邮件")),
    ("wechat", _("微信")),
    ("wecom", _("企业微信")),
)


def _at(line: Line) -> str:
    return formats.datetime_text(line.row.written_at)


def _at_in_full(line: Line) -> str:
    return f"{clock.local(line.row.written_at):%Y-%m-%d %H:%M:%S}"


def _page(line: Line) -> str:
    return reverse("desk:outbox_message", args=[notices.place_of(line.row)])


def _person(line: Line) -> str:
    return reverse("desk:outbox_of_person", args=[line.person_pid]) if line.person_pid else ""


def _outcome(line: Line) -> Any:
    one = line.outcome
    return format_html("{} {}", state(one.tone, one.words), one.why) if one.why else state(one.tone, one.words)


def _outcome_in_file(line: Line) -> str:
    return formats.listed([part for part in (line.outcome.words, line.outcome.why) if part], "：")


def _became_at(line: Line) -> str:
    return f"{clock.local(line.outcome.at):%Y-%m-%d %H:%M}"


def _about(line: Line) -> str:
    pid = sent.activity_of(line.row)
    return f"{reverse('desk:outbox')}?about={pid}" if pid else ""


def _kinds() -> listing.Options:
    """What messages tell of; kinds that are called the same are one."""
    labels = dict.fromkeys(str(told.label) for told in rooms.tells().values())
    return [(str(n), label) for n, label in enumerate(labels)]


def _of_kind(rows: listing.Rows, wish: str) -> listing.Rows:
    label = dict(_kinds())[wish]
    keys = [key for key, told in rooms.tells().items() if str(told.label) == label]
    return notices.of_kinds(rows, keys)


def _within(rows: listing.Rows, pid: str) -> listing.Rows:
    area = places.division(pid)
    return sent.in_area(rows, area.pk) if area is not None else rows


def _columns(*, person: bool) -> tuple[listing.Column, ...]:
    to = (listing.Column("to", _("发给谁"), lambda line: line.whom, link=_person, width=24),) if person else ()
    return (
        listing.Column("at", _("时间"), _at, value=_at_in_full, link=_page, fixed=True, nowrap=True, width=20),
        *to,
        listing.Column("what", _("为什么发"), lambda line: line.what, link=_about, width=20),
        listing.Column("how", _("渠道"), lambda line: line.row.get_channel_display(), nowrap=True),
        listing.Column("state", _("结果"), _outcome, value=_outcome_in_file, width=30),
        listing.Column("became", _("结果的时间"), _became_at, nowrap=True, extra=True, width=18),
        listing.Column("tries", _("试了几次"), lambda line: line.row.tries, number=True, extra=True),
        listing.Column("area", _("地区"), lambda line: line.area or "—", extra=not person, width=18),
        listing.Column("text", _("内容"), lambda line: line.text, extra=True, width=60),
    )


def _filters() -> tuple[listing.Filter, ...]:
    return (
        listing.Choice("kind", _("为什么发"), options=_kinds, apply=_of_kind),
        listing.Choice(
            "how", _("渠道"), options=_CHANNELS, apply=lambda rows, wish: rows.filter(channel=wish)
        ),
        listing.Choice(
            "state", _("结果"), options=[(key, words) for key, (_tone, words) in notices.STATES.items()],
            apply=notices.in_state,
        ),
        listing.Days("at", _("日期"), column="written_at", moment=True),
    )  # fmt: skip


def messages_list(scope: Scope, called: Callable[[str], list[sent.Found]]) -> listing.Listing:
    """Every message of an office's places, the newest first; found by whoever was written to, whom words call."""

    def search(rows: listing.Rows, words: str) -> listing.Rows:
        return notices.of_inboxes(rows, [one.public_id for one in called(words)])

    return listing.Listing(
        key="messages",
        title=_("发件箱"),
        personal=True,
        people=sent.people_of,
        order=("-written_at", "-id"),
        search=search,
        search_label=_("收件人的姓名、编号，或完整的号码"),
        rows_of=lambda rows: sent.lines(rows, clock.now()),
        columns=_columns(person=True),
        filters=(
            *_filters(),
            listing.Choice("area", _("地区"), options=lambda: areas.areas_below(scope.area_id), apply=_within),
            listing.Pinned("about", _("活动"), apply=sent.of_activity, say=sent.title_of),
        ),
    )


def of_person_list() -> listing.Listing:
    """Everything that one person was sent."""
    return listing.Listing(
        key="messages_of",
        title=_("发给一个人的消息"),
        personal=True,
        people=sent.people_of,
        order=("-written_at", "-id"),
        rows_of=lambda rows: sent.lines(rows, clock.now()),
        columns=_columns(person=False),
        filters=_filters(),
    )
