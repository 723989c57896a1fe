"""The open data interface: public lists, nothing personal. Its description is at /api/v1/openapi.json."""

from ninja import NinjaAPI

from baiying.activities.api import router as activities
from baiying.figures.api import router as figures
from baiying.places.api import router as places
from baiying.teams.api import router as teams

api = NinjaAPI(title="Baiying 百应", version="1", urls_namespace="api", docs_url=None)
for router in (places, teams, activities, figures):
    api.add_router("", router)
