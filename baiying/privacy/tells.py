"""What the messages of this room tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "privacy.copy_asked": Told(_("有人为您要了个人信息副本"), needed=True),
    "privacy.closing_asked": Told(_("申请注销"), needed=True),
    "privacy.closing_stopped": Told(_("注销已停止"), needed=True),
    "privacy.closing_waits": Told(_("注销要先交接")),
    "privacy.request": Told(_("个人信息申请的办理"), needed=True),
    "privacy.request_waits": Told(_("个人信息申请等您答复")),
    "privacy.breach": Told(_("个人信息泄露的通知"), needed=True),
    "privacy.breach_open": Told(_("个人信息泄露的处置")),
    "privacy.held": Told(_("个人信息依法保存"), needed=True),
    "privacy.held_over": Told(_("个人信息依法保存结束"), needed=True),
    "privacy.hold_office": Told(_("依法保存的办理")),
    "privacy.copy_ready": Told(_("个人信息副本做好了")),
}
