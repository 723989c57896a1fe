"""What was said of a site by mistake: a site set up that is none, the day from which its state holds (R024)."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import locked
from baiying.places.actions import tree_undoing
from baiying.places.models import Site, SiteStateChange
from baiying.places.rules import sites as rules


class SiteDue(Refused):
    code = "site_due"
    sentence = _("中心、所、站每个地区各一个，不能撤销。没有建成的，把状态改成“未建成”或“免建”。")


class SiteHangs(Refused):
    code = "site_hangs"
    sentence = _("已经有人员、标准的记录或者活动挂在这个阵地上，不能撤销新建。不再开放的，把状态改成“未建成”。")


class SiteTakenBack(Refused):
    code = "site_taken_back"
    sentence = _("别人已经撤销了这个阵地。")


class SinceAhead(Refused):
    code = "since_ahead"
    sentence = _("不能晚于今天：到了那一天再改。")
    field = "since"


@transaction.atomic
def undo_site(*, site_id: int, actor: Actor, at: datetime) -> Site:
    """Take back a site that was set up by mistake, as long as nothing hangs on it; it is then shown nowhere.

    Again by the same hand changes nothing. Refuses: SiteDue for a centre, institute or station, SiteHangs,
    SiteTakenBack where another hand did it.
    """
    site = locked.site(site_id)
    if site.withdrawn_at is not None:
        if site.withdrawn_by_id != actor.account_id:
            raise SiteTakenBack
        return site
    if site.level not in rules.OTHERS:
        raise SiteDue
    if tree_undoing.site_is_named(site.pk):
        raise SiteHangs
    site.withdrawn_at, site.withdrawn_by_id = at, actor.account_id
    site.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
    audit.record(
        "SiteTakenBack", actor=actor, at=at, subject=("site", site.pk), area_id=site.division_id,
        detail={"level": site.level, "name": site.name},
    )  # fmt: skip
    return site


@transaction.atomic
def correct_since(*, site_id: int, since: date, actor: Actor, at: datetime) -> date | None:
    """Say from which other day a site's present state holds; returns the day that stood there.

    The state and its reason stay, what was said before stays in the history. None if that is the day already.
    Refuses: SinceAhead.
    """
    if since > clock.local_date(at):
        raise SinceAhead
    site = locked.site(site_id)
    before = site.state_since
    if before == since:
        return None
    site.state_since = since
    site.save(update_fields=["state_since"])
    SiteStateChange.objects.create(
        site=site, state=site.state, reason=site.exempt_reason, since=since, said_at=at, said_by_id=actor.account_id
    )
    audit.record(
        "SiteSinceCorrected", actor=actor, at=at, subject=("site", site.pk), area_id=site.division_id,
        detail={"state": site.state, "before": before.isoformat(), "since": since.isoformat()},
    )  # fmt: skip
    return before
