"""What the messages of the desk tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {"desk.waiting": Told(_("每个工作日的待办汇总"))}
