"""A registration that a spot check found untrue: held, decided by two, told to whom it concerns, and reversible (O4).

While a doubt is open nobody is signed up by the registration and new hours wait; what is in the ledger stands. Two
different humans decide, neither of whom registered the person. Found untrue, the registration ends, and hours of the
days since it was held never count; found right, the hold is lifted, and what waited is posted. The person, or who
answers for a child, is told each time, and may say something about it: beside the doubt while it is open, as a new one
after it was decided.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.kit import audit, clock, facts
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import Actor
from baiying.people import access, locked, queries, rules
from baiying.people import facts as told
from baiying.people.actions import counting, reopening, telling
from baiying.people.models import Doubt, Finding, Person, Registration, SpotCheck
from baiying.places import queries as places

# Where one reads what is asked and may say something about it.
_LINK = "/mine/profile/"


class DoubtDecided(Refused):
    code = "doubt_decided"
    sentence = _("这件事已经有了决定，请看现在的情况。")


class AlreadyDecided(Refused):
    code = "check_decided"
    sentence = _("两个人已经按这次抽查作出决定，抽查结果不能再改。要重新核实，请在核实的页面上写明原因。")


class NothingProposed(Refused):
    code = "nothing_proposed"
    sentence = _("现在没有等您确认的意见，请刷新看看。")


class SecondPersonNeeded(Refused):
    code = "second_person_needed"
    sentence = _("意见是您（或与您共用手机号的人）提出的，要由另一位有权的人确认。")


class DoubtOpen(Refused):
    code = "doubt_open"
    sentence = _("这份注册已经在核实，不用重复提出。")


class NothingToDoubt(Refused):
    code = "nothing_to_doubt"
    sentence = _("没有可以提出异议的决定。")


class WordsMissing(Refused):
    code = "words_missing"
    sentence = _("请写明理由。")
    field = "words"


def follow_check(check: SpotCheck, *, outcome: str, words: str, actor: Actor, at: datetime) -> None:
    """What a result of a spot check means for the registration, within the transaction that writes the result.

    Untrue opens a doubt; a correction of that closes it. Who was decided about already is not decided about by a
    correction. Refuses: AlreadyDecided.
    """
    done = check.doubts.filter(found__in=(Finding.UNTRUE, Finding.RIGHT)).exists()
    if done and outcome != check.outcome:
        raise AlreadyDecided
    open_one = check.doubts.filter(decided_at__isnull=True).first()
    if outcome == "false":
        if open_one is None and not done:
            # Of whoever left before the check was made the last one: coming back is no way past it.
            registration = check.person.registrations.order_by("-id").first()
            if registration is not None:
                _open(check, registration, why="spot", words=words, actor=actor, at=at)
        return
    if open_one is not None:
        row = locked.doubt(open_one.pk)
        registration = locked.registration(row.registration_id)
        _decide(row, Finding.CORRECTED, actor, at)
        _lift(registration, actor=actor, at=at)
        text = translate("对您志愿者注册的核实已经结束：抽查的结果更正了，注册照旧，等着的时长会入账。")
        _tell(row.person, "doubt_over", text, at)
        _note("DoubtCorrected", row, actor, at, words)


def _open(
    check: SpotCheck, registration: Registration, *, why: str, words: str, actor: Actor, at: datetime
) -> Doubt:  # fmt: skip
    day = clock.local_date(at)
    days = queries.desk_rules(check.person.residence.path, day).doubt_days
    row = Doubt.objects.create(
        person_id=check.person_id, registration=registration, check_row=check, why=why, words=words.strip()[:300],
        opened_at=at, opened_by_id=actor.account_id or 0, due_on=places.working_day_after(day, days)[0],
    )  # fmt: skip
    _note("DoubtOpened", row, actor, at, words)
    if registration.ended_at is None or why == "spot":
        held = locked.registration(registration.pk)
        held.held_at = held.held_at or at
        held.save(update_fields=["held_at"])
    if registration.ended_at is None:
        text = translate(
            "有工作人员核实您的志愿者注册，结果对不上，%(day)s以前由两位工作人员决定。在这以前不能新报名，"
            "新的服务先记下，核实属实后入账；已经入账的时长不变。"
        )
        _tell(row.person, "doubt_opened", text % {"day": _day(row)}, at, translate("您可以在“我的资料”里说明情况。"))
    return row


def _tell(person: Person, kind: str, text: Kept, at: datetime, where: Kept | None = None) -> None:
    """Tell the person, and who answers for a child. `where`: to whom it concerns, where something may be said about it;
    a guardian does that on another page."""
    own = text + where if where is not None else text
    telling.tell(person, kind=kind, text=own, at=at, link=_LINK, sms=True)
    telling.tell_guardians(person, kind=kind, text=text, says=where is not None, at=at)


def _day(row: Doubt) -> str:
    return row.due_on.isoformat()


@transaction.atomic
def propose_finding(*, doubt: Doubt, finding: str, words: str, actor: Actor, at: datetime) -> Doubt:
    """Say what it comes to, with the reason; nothing happens before another confirms it.

    A proposal is replaced by whoever proposes anew; the same again changes nothing. Not by who registered the person.
    Refuses: OwnRegistration, OwnMatter, DoubtDecided, WordsMissing.
    """
    row = locked.doubt(doubt.pk)
    _refuse_party(row, actor)
    if row.decided_at is not None:
        raise DoubtDecided
    words = words.strip()[:300]
    if not words:
        raise WordsMissing
    given = (str(finding), words, actor.account_id)
    if (row.proposed, row.proposed_words, row.proposed_by_id) == given:
        return row
    row.proposed, row.proposed_words, row.proposed_by_id = given
    row.proposed_at = at
    row.save(update_fields=["proposed", "proposed_words", "proposed_by_id", "proposed_at"])
    _note("DoubtProposed", row, actor, at, words, finding=str(finding))
    return row


@transaction.atomic
def confirm_finding(
    *, doubt: Doubt, finding: str, actor: Actor, at: datetime, proposed_at: datetime | None = None
) -> Doubt:
    """Confirm what another proposed: `finding` is what the page showed, and `proposed_at` when that was proposed, so
    that no later proposal, nor other words for the same one, is confirmed unread.

    Untrue ends the registration; right lifts the hold, or opens again what an earlier decision ended. Again by the same
    hand changes nothing. Refuses: OwnRegistration, OwnMatter, DoubtDecided, NothingProposed, SecondPersonNeeded.
    """
    row = locked.doubt(doubt.pk)
    _refuse_party(row, actor)
    if row.decided_at is not None:
        if (row.found, row.decided_by_id) == (finding, actor.account_id):
            return row
        raise DoubtDecided
    if not row.proposed or row.proposed != finding or proposed_at not in (None, row.proposed_at):
        raise NothingProposed
    if actor.account_id is None or row.proposed_by_id in accounts.own_hands(actor):
        raise SecondPersonNeeded
    row.person = locked.person(row.person_id)
    registration = locked.registration(row.registration_id)
    _decide(row, Finding(finding), actor, at)
    if finding == Finding.UNTRUE:
        _end(row, registration, actor=actor, at=at)
    else:
        _set_right(row, registration, actor=actor, at=at)
    action = "DoubtFoundUntrue" if finding == Finding.UNTRUE else "DoubtFoundRight"
    _note(action, row, actor, at, row.proposed_words)
    return row


@transaction.atomic
def send_back_finding(*, doubt: Doubt, words: str, actor: Actor, at: datetime) -> Doubt:
    """Not confirm what another proposed, and say why: it waits for another proposal. Again changes nothing.

    Refuses: OwnRegistration, OwnMatter, DoubtDecided, WordsMissing.
    """
    row = locked.doubt(doubt.pk)
    _refuse_party(row, actor)
    if row.decided_at is not None:
        raise DoubtDecided
    if not words.strip():
        raise WordsMissing
    if not row.proposed:
        return row
    row.proposed, row.proposed_words, row.proposed_by_id, row.proposed_at = "", "", None, None
    row.save(update_fields=["proposed", "proposed_words", "proposed_by_id", "proposed_at"])
    _note("DoubtSentBack", row, actor, at, words.strip()[:300])
    return row


@transaction.atomic
def say_about_doubt(*, person_id: int, words: str, actor: Actor, at: datetime) -> Doubt:
    """The person, or who answers for the child, says something: beside an open doubt, or against what was decided.

    Refuses: WordsMissing, NothingToDoubt. The same again changes nothing.
    """
    words = words.strip()[:300]
    if not words:
        raise WordsMissing
    last = queries.last_doubt_of(person_id)
    if last is None:
        raise NothingToDoubt
    row = locked.doubt(last.pk)
    if row.decided_at is not None:
        # Of two presses at one moment the second finds what the first has made.
        row = locked.open_doubt(row.registration_id) or row
    if row.decided_at is None:
        if words not in (row.said, row.words if row.why == "objection" else ""):
            row.said, row.said_at = words, at
            row.save(update_fields=["said", "said_at"])
            _note("DoubtAnswered", row, actor, at, words)
        return row
    if row.found != Finding.UNTRUE:
        raise NothingToDoubt
    made = _open(row.check_row, row.registration, why="objection", words=words, actor=actor, at=at)
    telling.tell(
        row.person, kind="doubt_opened", at=at, link=_LINK,
        text=translate("您的异议已收到，%(day)s以前由两位工作人员重新核实并答复您。") % {"day": _day(made)},
    )  # fmt: skip
    return made


@transaction.atomic
def look_again(*, doubt: Doubt, words: str, actor: Actor, at: datetime) -> Doubt:
    """An office takes up again what was decided, with a reason. Refuses: OwnRegistration, OwnMatter, DoubtOpen,
    WordsMissing."""
    row = locked.doubt(doubt.pk)
    _refuse_party(row, actor)
    if not words.strip():
        raise WordsMissing
    if row.decided_at is None or locked.open_doubt(row.registration_id) is not None:
        raise DoubtOpen
    return _open(row.check_row, row.registration, why="office", words=words, actor=actor, at=at)


def _refuse_party(row: Doubt, actor: Actor) -> None:
    access.refuse_own_registration(row.check_row, actor)


def _decide(row: Doubt, found: Finding, actor: Actor, at: datetime) -> None:
    row.found, row.decided_at, row.decided_by_id = found, at, actor.account_id or 0
    row.save(update_fields=["found", "decided_at", "decided_by_id"])


def _end(row: Doubt, registration: Registration, *, actor: Actor, at: datetime) -> None:
    """The registration ends; what is in the ledger stands, and it can be opened again.

    One that the person ended meanwhile was untrue all the same: hours of the days since it was held never count.
    """
    was_open = registration.ended_at is None
    if was_open:
        counting.stop_counting(registration, why="registration_ended", at=at)
    registration.held_at, registration.ended_at = registration.held_at or at, registration.ended_at or at
    registration.end_reason = rules.FOUND_UNTRUE
    registration.save(update_fields=["held_at", "ended_at", "end_reason"])
    if was_open:
        ended = told.RegistrationEnded(person_id=row.person_id, registration_id=registration.pk)
        facts.publish(ended, actor=actor, at=at, area_id=row.person.residence_id)
    text = translate("两位工作人员核实后认定您的志愿者注册不属实，注册已终止。理由：%(why)s。已经入账的时长不变。") % {
        "why": row.proposed_words
    }
    where = translate("不同意的话，可以在“我的资料”里提出异议，会有人重新核实。")
    _tell(row.person, "doubt_over", text, at, where)


def _set_right(row: Doubt, registration: Registration, *, actor: Actor, at: datetime) -> None:
    """The hold is lifted; what an earlier decision ended is open again.

    Not for whoever registered anew since, or withdrew the consent: nobody is a volunteer again unasked (PIPL art. 15).
    Whose guardian withdrew meanwhile waits for a guardian.
    """
    waits = False
    if registration.ended_at is not None and registration.end_reason == rules.FOUND_UNTRUE:
        again = locked.open_registration(row.person_id)
        registration.held_at, registration.end_reason = None, rules.SET_RIGHT
        if again is None and row.person.rests_since is None:
            registration.ended_at, registration.end_reason = None, ""
        registration.save(update_fields=["held_at", "ended_at", "end_reason"])
        if registration.ended_at is None:
            waits = reopening.ask_anew(registration, actor=actor, at=at)
        counting.count_if_ready(registration, actor=actor, at=at)
        lifted = told.HoldLifted(person_id=row.person_id, registration_id=registration.pk)
        facts.publish(lifted, actor=actor, at=at, area_id=row.person.residence_id)
    else:
        _lift(registration, actor=actor, at=at)
    if queries.registration_of(row.person_id) is None:
        text = translate("对您志愿者注册的核实已经结束：属实。等着的时长会入账。您撤回过同意，想再参加可以重新注册。")
    elif waits:
        text = translate("对您志愿者注册的核实已经结束：属实。等着的时长会入账。监护人同意以后，可以照常报名。")
    else:
        text = translate("对您志愿者注册的核实已经结束：属实，注册照旧。等着的时长会入账，可以照常报名。")
    _tell(row.person, "doubt_over", text, at)


def _lift(registration: Registration, *, actor: Actor, at: datetime) -> None:
    """Also of one that the person ended meanwhile: what was served before that waits too."""
    if registration.held_at is None:
        return
    registration.held_at = None
    registration.save(update_fields=["held_at"])
    lifted = told.HoldLifted(person_id=registration.person_id, registration_id=registration.pk)
    facts.publish(lifted, actor=actor, at=at, area_id=registration.person.residence_id)


def _note(action: str, row: Doubt, actor: Actor, at: datetime, words: str, **more: str) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("person", row.person_id), area_id=row.person.residence_id,
        detail={"reason": words, "doubt": row.public_id, **more},
    )  # fmt: skip
