"""In whose name a roster is brought."""

from dataclasses import dataclass

from baiying.places.queries import Division


@dataclass(frozen=True, slots=True)
class Owner:
    """Of a body, with the team to which volunteers are asked, or of the place alone.

    `seen_area_id`: of which area the clerk may see people beside those of the body.
    """

    area: Division
    body_id: int | None = None
    team_id: int | None = None
    seen_area_id: int | None = None
