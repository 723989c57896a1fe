"""A notice from the city to its places: previewed, approved, sent, signed on a phone, corrected, and a village without
anybody in office."""

import pytest

from baiying.circulars import actions, queries
from baiying.circulars.models import Circular
from baiying.kit import clock
from tests.browser.conftest import Cast, Stage

pytestmark = pytest.mark.browser


def _deliver(row: Circular) -> None:
    """What the worker does."""
    actions.go_on(mailing_id=queries.mailings(row.pk)[0].pk, at=clock.now())


def test_from_the_city_to_the_villages_and_back(stage: Stage, cast: Cast) -> None:
    boss = stage.visitor(phone=False)
    boss.log_in(cast["city"].phone).go("/desk/circulars/").follow("写通知")
    boss.press("存草稿，看发给谁").reads("请至少选一种收件的地方")
    boss.fill(title="夜间防汛值守", text="今晚二十点到岗。\n集合地点：西门。").choose(sort="emergency")
    boss.choose(levels="township").choose(levels="village").press("存草稿，看发给谁")
    boss.reads("现在发，会怎样", "要另一个人批准", "无人在岗", "前柳村").press("送批").reads("已送批")
    row = Circular.objects.get()
    deputy = stage.visitor(phone=False)
    deputy.log_in(cast["deputy"].phone).go("/desk/").reads("等批准的通知").follow("夜间防汛值守")
    deputy.press("批准").reads("已批准")
    boss.go(f"/desk/circulars/{row.public_id}/").press("发送").reads("进度")
    _deliver(row)
    clerk = stage.visitor()
    clerk.log_in(cast["clerk"].phone).go("/desk/received/").reads("槐树社区", "东关街道")
    own = row.boxes.get(area__name="东关街道")
    village = row.boxes.get(area__name="槐树社区")
    clerk.go(f"/desk/received/{own.public_id}/").reads("集合地点：西门。").press("签收").reads("已签收", "郑丽华")
    # One press signed for the empty village too, which stood ticked beside.
    clerk.go(f"/desk/received/{village.public_id}/").reads("郑丽华（代）")
    boss.go(f"/desk/circulars/{row.public_id}/").follow("发更正", exact=True)
    boss.fill(text="今晚二十点到岗。\n集合地点：东门。", changed="集合地点改到东门").press("发更正")
    # Whoever is in office without an inbox is told by text message: that is said before it is paid for.
    boss.reads("批准后才发出", "现在发，会怎样", "短信").press("看过了，送批").reads("第 2 版", "更正等另一个人批准")
    deputy.go("/desk/").reads("等批准的通知")
    deputy.go(f"/desk/circulars/{row.public_id}/").press("批准这次更正").reads("已确认")
    _deliver(row)
    clerk.go(f"/desk/received/{own.public_id}/").reads("集合地点改到东门", "签收第 1 版", "看旧的一版")
    clerk.press("签收").reads("签收第 2 版")
    boss.go(f"/desk/circulars/{row.public_id}/").reads("第 1 版签收 3 处", "第 2 版签收 3 处")
    boss.go(f"/desk/circulars/{row.public_id}/boxes/?is=empty").reads("无人在岗，已转清河区", "郑丽华（代）")
