"""The open data interface: public lists, nothing personal. Its description is at /api/v1/openapi.json."""

from ninja import NinjaAPI

from baiying.config import rooms
from baiying.kit.rooms import called

api = NinjaAPI(title="Baiying 百应", version="1", urls_namespace="api", docs_url=None)
for room in rooms.gathered().values():
    if room.api:
        api.add_router("", called(room.api))
