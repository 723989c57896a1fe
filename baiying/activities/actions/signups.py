"""What happens to a sign-up after it was made: cancelled, decided by the leader, set aside."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError

from baiying.activities import facts as told
from baiying.activities import locked, queries
from baiying.activities.actions import leader_news, leaving, promoting, refusals, telling, wards
from baiying.activities.models import Shift, Signup, SignupState
from baiying.kit import audit, facts
from baiying.kit.db import errors, transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import Actor
from baiying.people import access
from baiying.people import queries as people


def end_signup(shift: Shift, signup: Signup, reason: str, *, actor: Actor, at: datetime) -> None:
    """Cancel a live sign-up under the shift's lock and give back what it held. Promotes nobody by itself."""
    end_many(shift, [signup], reason, actor=actor, at=at)


def end_many(shift: Shift, live: Sequence[Signup], reason: str, *, actor: Actor, at: datetime) -> None:
    """Cancel live sign-ups of one locked shift, in a few statements whatever their number."""
    if not live:
        return
    given_back = sum(signup.state == SignupState.ACCEPTED for signup in live)
    if given_back:
        shift.taken -= given_back
        shift.save(update_fields=["taken"])
    for signup in live:
        signup.state, signup.ended_at, signup.ended_by_id = SignupState.CANCELLED, at, actor.account_id
        signup.reason = reason[:200]
    Signup.objects.filter(pk__in=[s.pk for s in live]).update(
        state=SignupState.CANCELLED, ended_at=at, ended_by_id=actor.account_id, reason=reason[:200]
    )
    cancelled = [
        told.SignupCancelled(signup_id=s.pk, shift_id=shift.pk, person_id=s.person_id, reason=s.reason) for s in live
    ]
    facts.publish_many(cancelled, actor=actor, at=at, area_id=shift.activity.area_id)


@transaction.atomic
def cancel_signup(*, signup_id: int, reason: str, actor: Actor, at: datetime) -> Signup:
    """The volunteer cannot come (R040): the place goes to the first who waits. Repeating changes nothing.

    A reason helps the leader, and nobody is kept from saying that he cannot come for want of one. Refuses:
    TooLateToCancel.
    """
    shift, signup = locked.signup(signup_id)
    if signup.state not in queries.LIVE:
        return signup
    if shift.starts_at <= at:
        raise refusals.TooLateToCancel
    was = signup.state
    end_signup(shift, signup, reason.strip(), actor=actor, at=at)
    leaving.tell_left(signup, was, at, by=actor.account_id)
    leader_news.hurry(shift, at)
    promoting.promote(shift, actor=actor, at=at)
    return signup


@transaction.atomic
def refuse_as_guardian(*, signup_id: int, actor: Actor, at: datetime) -> Signup:
    """A guardian says no to what the ward signed up for: it ends, the place goes on, child and leader are told kindly.

    The no holds for that shift, whoever would sign up again, until the same guardian signs the child up. Repeating
    changes nothing. Refuses: TooLateToCancel. Source: Law on the Protection of Minors art. 16.
    """
    shift, signup = locked.signup(signup_id)
    if signup.state not in queries.LIVE:
        return signup
    if shift.starts_at <= at:
        raise refusals.TooLateToCancel
    had_place = signup.state == SignupState.ACCEPTED
    end_signup(shift, signup, translate("监护人不同意"), actor=actor, at=at)
    signup.refused_by_guardian_id = actor.account_id
    signup.save(update_fields=["refused_by_guardian_id"])
    words = {"title": shift.activity.title, "when": telling.when(shift)}
    text = translate(
        "您的监护人这次不同意您参加“%(title)s”（%(when)s），报名取消了。可以和家人商量，别的活动也欢迎您。"
    )
    telling.tell(signup, "guardian_refused", text % words, at)
    wards.tell_of_no(signup, at, by=actor.account_id)
    leader_news.heard([signup], at)
    filled = bool(promoting.promote(shift, actor=actor, at=at))
    text = translate("“%(title)s”（%(when)s）有一位未成年人的监护人不同意，报名取消了。不用再联系孩子。") % words
    telling.tell_leader(signup, "guardian_refused", text + _place(filled=filled) if had_place else text, at)
    return signup


def _place(*, filled: bool) -> Kept:
    """What became of a place that was given back, as it stands once who waited was asked."""
    return translate("名额由候补的人补上了。") if filled else translate("名额空出来了。")


@transaction.atomic
def set_aside(*, signup_id: int, reason: str, actor: Actor, at: datetime) -> Signup:
    """The leader takes somebody off the list with a reason, and the person is told. Refuses: ReasonMissing, ShiftPast,
    OwnMatter.

    Repeating changes nothing.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    shift, signup = locked.signup(signup_id, led=True)
    if signup.state not in (SignupState.ACCEPTED, SignupState.WAITLISTED):
        return signup
    access.refuse_own(actor, signup.person_id, refusals.OWN_SIGNUP)
    if shift.starts_at <= at:
        raise refusals.ShiftPast
    end_signup(shift, signup, reason.strip(), actor=actor, at=at)
    words = {"title": shift.activity.title, "when": telling.when(shift), "reason": signup.reason}
    text = translate("领队取消了您在“%(title)s”（%(when)s）的报名。原因：%(reason)s") % words
    telling.tell(signup, "set_aside", text, at)
    promoting.promote(shift, actor=actor, at=at)
    return signup


@transaction.atomic
def decide_signup(
    *, signup_id: int, accept: bool, reason: str = "", document: str = "", actor: Actor, at: datetime
) -> Signup:
    """The leader answers an application. `document`: which licence was seen, where the post asks for one.

    The same answer again changes nothing.
    Refuses: AlreadyDecided, OwnMatter, ReasonMissing, DocumentUnseen, ShiftFull, NoLongerFits, MayNotServe, ShiftPast,
    PersonClash.
    """
    shift, signup = locked.signup(signup_id, led=True)
    refused = signup.state == SignupState.REFUSED and signup.reason == reason.strip()[:200]
    if signup.state == SignupState.ACCEPTED if accept else refused:
        return signup
    if signup.state != SignupState.APPLIED:
        raise refusals.AlreadyDecided
    access.refuse_own(actor, signup.person_id, refusals.OWN_SIGNUP)
    if shift.starts_at <= at:
        raise refusals.ShiftPast
    if accept:
        if people.documented(shift.post.skills):
            _note_document(signup, document.strip(), area_id=shift.activity.area_id, actor=actor, at=at)
        _accept(shift, signup, actor=actor, at=at)
    else:
        _refuse(shift, signup, reason.strip(), actor=actor, at=at)
    if actor.account_id == shift.activity.leader_id:
        # Nobody is told of the own act.
        leader_news.heard([signup], None)
    return signup


def barred(rows: Sequence[Signup]) -> dict[int, str]:
    """Of applications to any shifts, whom nobody may accept now: by sign-up the sentence of why not."""
    unfit = refusals.NoLongerFits.sentence
    return {pk: str(refusals.MAY_NOT_SERVE.get(code, unfit)) for pk, code in queries.why_no_place(rows).items()}


def _note_document(signup: Signup, document: str, *, area_id: int, actor: Actor, at: datetime) -> None:
    if not document:
        raise refusals.DocumentUnseen
    subject, detail = ("signup", signup.pk), {"document": document[:80]}
    audit.record("DocumentSeen", actor=actor, at=at, subject=subject, area_id=area_id, detail=detail)


def _accept(shift: Shift, signup: Signup, *, actor: Actor, at: datetime) -> None:
    if shift.taken >= shift.places:
        raise refusals.ShiftFull
    if code := queries.why_no_place([signup]).get(signup.pk):
        if code in refusals.MAY_NOT_SERVE:
            raise refusals.MayNotServe(refusals.MAY_NOT_SERVE[code], code=code)
        raise refusals.NoLongerFits(code=code)
    signup.state, signup.accepted_at = SignupState.ACCEPTED, at
    try:
        with transaction.atomic():
            signup.save(update_fields=["state", "accepted_at"])
    except IntegrityError as error:
        if errors.constraint_of(error) != promoting.ONE_PLACE:
            raise
        raise refusals.PersonClash from None
    shift.taken += 1
    shift.save(update_fields=["taken"])
    made = told.SignupMade(signup_id=signup.pk, shift_id=shift.pk, person_id=signup.person_id, state=signup.state)
    facts.publish(made, actor=actor, at=at, area_id=shift.activity.area_id)
    text = translate("您已被录用：") + telling.particulars(shift) + telling.cannot_come()
    telling.tell(signup, "accepted", text, at, by_text=False)


def _refuse(shift: Shift, signup: Signup, reason: str, *, actor: Actor, at: datetime) -> None:
    if not reason:
        raise refusals.ReasonMissing
    signup.state, signup.ended_at, signup.ended_by_id = SignupState.REFUSED, at, actor.account_id
    signup.reason = reason[:200]
    signup.save(update_fields=["state", "ended_at", "ended_by_id", "reason"])
    audit.record(
        "SignupRefused",
        actor=actor,
        at=at,
        subject=("signup", signup.pk),
        area_id=shift.activity.area_id,
        detail={"reason": signup.reason},
    )
    words = {"title": shift.activity.title, "when": telling.when(shift), "reason": signup.reason}
    text = translate("您报名的“%(title)s”（%(when)s）这次没有录用。原因：%(reason)s") % words
    telling.tell(signup, "refused", text, at)
