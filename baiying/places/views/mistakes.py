"""Taking back what was said of a site by mistake: that there is one, and from which day its state holds."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate

from baiying.kit import clock
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.places import access, actions
from baiying.places.forms import SinceADay
from baiying.places.rights import Right
from baiying.ui import flash, shown
from baiying.ui.answers import refuse


@needs(Right.EDIT_SITES)
def undoing(request: Asking, site_pid: str) -> HttpResponse:
    """Take back a site that was set up by mistake, having asked."""
    site = access.site_to_take_back(request.actor, site_pid, right=Right.EDIT_SITES)
    home = reverse("places:coverage_of", args=[site.division.public_id])
    if request.method == "POST":
        try:
            actions.undo_site(site_id=site.pk, actor=request.actor, at=clock.now())
        except Refused as refusal:
            flash.failed(request, str(refusal))
            home = home if site.withdrawn_at else reverse("places:site_office", args=[site_pid])
        else:
            flash.done(request, translate("%(name)s已撤销，哪里都不再显示。") % {"name": site.name})
        return HttpResponseRedirect(home, status=303)
    context = {
        "title": translate("撤销新建的阵地"),
        "text": translate("建错了才撤销：撤销之后哪里都不再显示，操作记录留着。已经有人员或活动的不能撤销。"),
        "facts": [(site.get_level_display(), site.name), (translate("地区"), site.division.name)],
        "submit": translate("撤销"),
        "back": reverse("places:site_office", args=[site_pid]),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@needs(Right.EDIT_SITES)
@shown.one_at_a_time
def since(request: Asking, site_pid: str) -> HttpResponse:
    """Correct the day from which a site's state holds; `since` of the address is the day that an undo puts back."""
    site = access.site_for(request.actor, site_pid, right=Right.EDIT_SITES)
    back, status = reverse("places:site_office", args=[site_pid]), 200
    start = {"since": site.state_since}
    thing = shown.Thing("site", site.pk, ("SiteStateSet", "SiteSinceCorrected"))
    form = SinceADay(initial=start)
    shown.guard(request, form, thing)
    if request.method == "POST":
        at = clock.now()
        given = request.POST if "since" in request.POST else request.GET
        form, status = SinceADay(given, initial=start, today=clock.local_date(at)), 422
        shown.guard(request, form, thing)
        if form.is_valid():
            day = form.cleaned_data["since"]
            try:
                before = actions.correct_since(site_id=site.pk, since=day, actor=request.actor, at=at)
            except Refused as refusal:
                refuse(form, refusal)
            else:
                if before is None:
                    flash.done(request, translate("日期没有变，没有记下什么。"))
                else:
                    told = translate("日期改成 %(day)s，原来是 %(before)s。") % {"day": day, "before": before}
                    flash.undoable(request, told, f"{request.path}?{urlencode({'since': before.isoformat()})}")
                return HttpResponseRedirect(back, status=303)
    context = {
        "title": translate("更正日期"),
        "lead": translate("%(name)s：状态还是“%(state)s”，只改从哪天起。以前写的留在状态变化里。")
        % {"name": site.name, "state": site.get_state_display()},
        "form": form,
        "submit": translate("更正"),
        "back": back,
    }
    return render(request, "places/office_form.html", context, status=status)
