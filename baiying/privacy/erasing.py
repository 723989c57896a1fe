"""What becomes of this room's tables when a person closes the account."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure

ERASURES = (
    Erasure("Copy.person", _("您要过的副本"), _("副本不能比原件留得久。"), goes=True),
    Erasure(
        "DataRequest.person",
        _("您提过的申请"),
        _("哪天提出、哪天办结要能查，写的话和答复清空。"),
        empties=("words", "answer=—"),
        keeps=("source", "kind", "way", "outcome"),
    ),
    Erasure(
        "Opening.person",
        _("依法查看您的记录"),
        _("谁申请、谁同意、依据哪一条要能查，写的话清空。"),
        empties=("words", "refused_why"),
        keeps=("ground",),
    ),
    Erasure(
        "HoldThing.person",
        _("依法保存"),
        _("哪天起、依据什么保存过要能查，没有文字。"),
        keeps=("kind",),
    ),
    Erasure("BreachPerson.person", _("泄露通知"), _("哪天告诉过您要能查，没有文字。"), keeps=("mark",)),
    Erasure("Closing.person", _("注销申请"), _("哪天注销的要能查，没有文字。"), empties=("read_for",)),
)
