"""What its reader sets: the kinds that also come as text messages, and a mail address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.kit import clock
from baiying.kit.admission import Asking, signed_in
from baiying.kit.errors import Refused
from baiying.kit.rooms import MessageKind
from baiying.notices import actions, queries, senders, words
from baiying.notices.forms import MailCodeForm, MailForm, PreferencesForm
from baiying.ui import flash, shown


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose settings they are: the inbox, and the kinds whose text messages can reach it."""

    inbox: str
    kinds: Mapping[str, MessageKind]


_CODE_SENT = _("验证码已发到这个邮箱，请在下面填上。")
Of = Callable[[Asking, Reader], HttpResponse]


def _own(view: Of) -> Callable[[Asking], HttpResponse]:
    """For the inbox of whoever asks, a volunteer or a guardian; whom no text message reaches has nothing to set."""

    @wraps(view)
    def inner(request: Asking) -> HttpResponse:
        key = queries.inbox_of_actor(request.actor)
        kinds = queries.kinds_reaching(request.actor, clock.now()) if key else {}
        if not key or not (kinds or queries.chats_open_to(request.actor)):
            flash.warn(
                request,
                _("没有按提醒种类发到您手机上的短信，不用设置。没有手机号的孩子，短信发给监护人，由监护人设置。"),
            )
            return redirect("notices:inbox")
        return view(request, Reader(key, kinds))

    return inner


def _addressed(view: Of) -> Callable[[Asking], HttpResponse]:
    """For who says where else the own inbox is written to; not found for a ward's."""

    @_own
    def inner(request: Asking, reader: Reader) -> HttpResponse:
        if not queries.sets_addresses(request.actor):
            raise Http404
        return view(request, reader)

    return wraps(view)(inner)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
@_own
def preferences(request: Asking, reader: Reader) -> HttpResponse:
    """Which messages also come as text messages: of those that can reach who asks, a volunteer or a guardian.

    What tells of a change to the own shift, or a ward's, always comes.
    """
    form = _form(request, reader, sent=True)
    if request.method == "POST" and form.is_valid():
        for kind, wish in form.wishes().items():
            actions.prefer(inbox=reader.inbox, kind=kind, **wish, at=clock.now())
        flash.done(request, _("已按您的意思改好。"))
        return redirect("notices:preferences")
    return _page(request, reader, form=form)


def _form(request: Asking, reader: Reader, *, sent: bool) -> PreferencesForm:
    """The form of the kinds, with what was sent to it or as it stands."""
    data = request.POST if sent and request.method == "POST" else None
    form = PreferencesForm(data, standing=queries.preferences_of(reader.inbox), kinds=reader.kinds)
    shown.guard(request, form, shown.Thing("inbox", request.actor.person_id or request.actor.account_id or 0, ()))
    return form


def _page(request: Asking, reader: Reader, status: int = 200, **given: forms.Form) -> HttpResponse:
    context = {
        "form": given.get("form") or _form(request, reader, sent=False),
        "mail_form": given.get("mail_form") or MailForm(),
        "code_form": given.get("code_form") or MailCodeForm(),
        "kinds": reader.kinds,
        "chats": _chats(request, reader.inbox),
        "stopped": bool(queries.stopped_phone(reader.inbox)),
        "mail_on": bool(reader.kinds) and queries.mail_is_on() and queries.sets_addresses(request.actor),
        "mail": queries.mail_address_of(reader.inbox),
        "rules": queries.neighbours.rules(clock.local_date(clock.now())),
    }
    return render(request, "notices/preferences.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Chat:
    """WeChat or WeCom, and what the reader has bound of it."""

    lane: str
    label: str | Promise
    row: queries.ChatAccount | None


def _chats(request: Asking, inbox: str) -> list[Chat]:
    """Those that are set up; WeCom is for those who work for an office, and for who has bound it."""
    rows = queries.chat_accounts_of(inbox)
    here = [lane for lane in queries.chats_open_to(request.actor) if lane != senders.WECOM or request.actor.acting]
    here += [lane for lane in rows if lane not in here and lane in queries.chat_lanes()]
    return [Chat(lane, words.LANES[lane], rows.get(lane)) for lane in here]


def _typed(
    request: Asking, reader: Reader, form: forms.Form, field: str, act: Callable[[str], object], said: str | Promise
) -> HttpResponse:
    """Do something with the one thing that was typed; what is refused is said at it, and nothing typed is lost."""
    if form.is_valid():
        try:
            act(form.cleaned_data[field])
        except Refused as refused:
            form.add_error(field, str(refused.sentence))
        else:
            flash.done(request, said)
            return redirect("notices:preferences")
    return _page(request, reader, 422, **{"mail_form" if field == "address" else "code_form": form})


@signed_in
@require_POST
@_addressed
def mail(request: Asking, reader: Reader) -> HttpResponse:
    """Take down an address; a code goes there."""

    def ask(address: str) -> None:
        actions.ask_mail(inbox=reader.inbox, address=address, actor=request.actor, at=clock.now())

    return _typed(request, reader, MailForm(request.POST), "address", ask, _CODE_SENT)


@signed_in
@require_POST
@_addressed
def mail_codes(request: Asking, reader: Reader) -> HttpResponse:
    """Another code to the address that stands there."""
    try:
        actions.resend_mail_code(inbox=reader.inbox, actor=request.actor, at=clock.now())
    except Refused as refused:
        flash.warn(request, refused.sentence)
    else:
        flash.done(request, _CODE_SENT)
    return redirect("notices:preferences")


@signed_in
@require_POST
@_addressed
def mail_proof(request: Asking, reader: Reader) -> HttpResponse:
    """The code that came by mail."""

    def prove(code: str) -> None:
        actions.prove_mail(inbox=reader.inbox, code=code, actor=request.actor, at=clock.now())

    return _typed(request, reader, MailCodeForm(request.POST), "code", prove, _("邮箱已确认。"))


@signed_in
@require_POST
@_addressed
def mail_copies(request: Asking, reader: Reader) -> HttpResponse:
    """Every text message by mail too, or only what could not be sent as one."""
    actions.copy_to_mail(inbox=reader.inbox, copies=request.POST.get("copies") == "all")
    flash.done(request, _("已按您的意思改好。"))
    return redirect("notices:preferences")


@signed_in
@require_POST
@_own
def mail_removal(request: Asking, reader: Reader) -> HttpResponse:
    """No mail any more."""
    actions.forget_mail(inbox=reader.inbox, actor=request.actor, at=clock.now())
    flash.done(request, _("以后不再发邮件。"))
    return redirect("notices:preferences")
