"""Why the copy of somebody's data holds nothing of this room."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.copying import Copied

COPIED = (
    Copied("Mark.person_id", what=_("待重新合计的标记"), why=_("几秒钟就清掉，不说明任何事。")),
    Copied("PersonYear.person_id", what=_("按年合计的数字"), why=_("由服务时长逐条相加得出，明细都在这份副本里。")),
)
