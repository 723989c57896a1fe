"""Counting the parked of areas: this year's, and once more those of the year that ended last."""

from datetime import datetime

from django.db import connection

from baiying.figures import locked, statements
from baiying.kit import clock
from baiying.kit.db import transaction


@transaction.atomic
def count_parked(*, at: datetime) -> None:
    """Of every area and all above it along the tree of the year: who is counted, has no time in the year, and is parked
    at its last instant (this year: now). Older years stay as they were counted."""
    locked.counting(wait=True)
    year = clock.local_date(at).year
    years = [year - 1, year]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM figures_areaparked WHERE year = ANY(%s)", [years])
        cursor.execute(_PARKED, {"years": years, "at": at})


_PARKED = f"""
  INSERT INTO figures_areaparked (area_id, year, parked, counted_at)
  WITH known AS (
    SELECT year, CASE WHEN ends <= %(at)s THEN ends - interval '1 microsecond' ELSE 'infinity' END AS at
    FROM (SELECT y.year, make_timestamptz(y.year + 1, 1, 1, 0, 0, 0, '{statements.ZONE}') AS ends
          FROM unnest(%(years)s::int[]) y(year)) years),
  own AS (
    SELECT p.area_id, p.year, count(*) AS parked
    FROM people_dormancy d
    CROSS JOIN known k
    JOIN figures_personyear p ON p.person_id = d.person_id AND p.year = k.year
    WHERE d.parked_at IS NOT NULL AND d.parked_at <= k.at AND (d.ended_at IS NULL OR d.ended_at > k.at)
      AND p.counted AND p.all_minutes = 0
    GROUP BY 1, 2),
  trees AS (
    SELECT o.year, o.parked, places_path_on(o.area_id, {statements.TREE_DAY.replace("{year}", "o.year")}) AS path
    FROM own o)
  SELECT a.area_id, t.year, sum(t.parked)::int, %(at)s
  FROM trees t CROSS JOIN LATERAL unnest(t.path) a(area_id)
  GROUP BY 1, 2
"""
