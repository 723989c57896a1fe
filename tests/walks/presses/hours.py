"""The presses about records and what is decided about them."""

from collections.abc import Callable
from datetime import timedelta

from baiying.hours import actions as hours
from tests.walks.presses.press import On, Press
from tests.walks.world import World


def _reversal_asked(w: World) -> Press:
    asked = hours.propose_reversal(entry=w.entry(), words="查实", actor=w.actor("county"), at=w.morning.at(200))
    return lambda at: hours.withdraw_reversal(proposal=asked, actor=w.actor("county"), at=at)


def _answered(upheld: bool) -> Callable[[World], Press]:
    def made(w: World) -> Press:
        case = w.objection()
        times = hours.Times(w.morning.at(0), w.morning.at(130)) if upheld else None
        return lambda at: hours.answer_objection(
            objection=case, upheld=upheld, answer="核实过", times=times, actor=w.actor("county"), at=at
        )

    return made


def _sheet(w: World) -> Press:
    person = w.morning.cast["volunteer"].person
    assert person is not None
    row = hours.PaperRow("r", person.pk, w.morning.at(0), w.morning.at(150))
    (line,) = hours.record_paper(
        shift=w.morning.shift, rows=[row], words="第 1 页", actor=w.actor("leader"), at=w.morning.at(200)
    )
    assert line.sheet is not None
    sheet = line.sheet
    return lambda at: hours.take_back_sheet(sheet=sheet, words="录错了", actor=w.actor("leader"), at=at)


PRESSES: dict[str, Callable[[World], Press]] = {
    "hours.approve": On(
        World.proposal, lambda w, row, at: hours.approve(proposal=row, actor=w.actor("reviewer"), at=at)
    ),
    "hours.refuse": On(
        World.proposal, lambda w, row, at: hours.refuse(proposal=row, words="不符", actor=w.actor("reviewer"), at=at)
    ),
    "hours.answer_objection": _answered(True),
    "hours.answer_objection no": _answered(False),
    "hours.withdraw_reversal": _reversal_asked,
    "hours.take_back_sheet": _sheet,
    "hours.withdraw_objection": On(
        World.objection,
        lambda w, row, at: hours.withdraw_objection(objection=row, actor=w.actor("volunteer"), at=at),
    ),
    "hours.undo_tick": On(
        World.rolled, lambda w, row, at: hours.undo_tick(attendance=row, actor=w.actor("leader"), at=w.morning.at(3))
    ),
    "hours.check_out": On(
        World.rolled,
        lambda w, row, at: hours.check_out(attendance=row, source="roll", actor=w.actor("leader"), at=w.morning.at(90)),
    ),
    "hours.say_end": On(
        World.forgotten,
        lambda w, row, at: hours.say_end(
            attendance=row, ends_at=w.morning.at(60), words="有事", actor=w.actor("volunteer"), at=at
        ),
    ),
    "hours.confirm_end": On(
        World.forgotten,
        lambda w, row, at: hours.confirm_end(attendance=row, ends_at=w.morning.at(60), actor=w.actor("leader"), at=at),
    ),
    "hours.complete_record": On(
        lambda w: w.morning.shift,
        lambda w, row, at: hours.complete_record(shift=row, actor=w.actor("leader"), at=at + timedelta(days=1)),
    ),
}
