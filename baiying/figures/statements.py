"""The statements that count: used by the roll-up and the rebuild. The proof (reconcile) uses none of them."""

ZONE = "Asia/Shanghai"
TOP = 101

# The last day of a year that has ended at %(at)s, else nothing: by which day's tree the year is shown.
TREE_DAY = f"""
  CASE WHEN make_timestamptz({{year}}::int + 1, 1, 1, 0, 0, 0, '{ZONE}') <= %(at)s
       THEN make_date({{year}}::int, 12, 31) END
"""

# A person's cells: what the ledger, the countings and the moves say of a person in a year. A year that has ended is as
# it stood at its last instant; the running year is as everything stands now, whatever the clocks of the writers said.
# Two records of one human are one cell: that of the record that goes on, with what stands under the ids of both. The
# other's cell says nothing.
# Needs a relation wanted(person_id, year) and the parameter %(at)s.
RECORDS = """
    SELECT w.person_id WHERE p.merged_into_id IS NULL
    UNION ALL SELECT was.id FROM people_person was WHERE was.merged_into_id = w.person_id
"""
PERSON_YEARS = f"""
  SELECT w.person_id, w.year,
         coalesce(
           (SELECT m.residence_id FROM people_move m
             WHERE m.person_id = w.person_id AND m.moved_at > known.at ORDER BY m.moved_at, m.id LIMIT 1),
           p.residence_id) AS area_id,
         EXISTS (SELECT 1 FROM people_counting c
                  WHERE c.person_id = ANY (ARRAY({RECORDS})) AND c.from_at <= known.at
                    AND (c.to_at IS NULL OR c.to_at > known.at)) AS counted,
         coalesce(l.credit_minutes, 0) AS credit_minutes, coalesce(l.all_minutes, 0) AS all_minutes
  FROM wanted w
  JOIN people_person p ON p.id = w.person_id
  CROSS JOIN LATERAL (
    SELECT CASE WHEN y.ends <= %(at)s THEN y.ends - interval '1 microsecond' ELSE 'infinity' END AS at
    FROM (SELECT make_timestamptz(w.year::int + 1, 1, 1, 0, 0, 0, '{ZONE}') AS ends) y) known
"""

# One person at a time through the ledger's index: right for some thousands of persons.
LEDGER_BY_PERSON = f"""
  LEFT JOIN LATERAL (
    SELECT sum(e.minutes) FILTER (WHERE e.tier = 'credit')::int AS credit_minutes, sum(e.minutes)::int AS all_minutes
    FROM hours_hourentry e
    WHERE e.person_id = ANY (ARRAY({RECORDS}))
      AND e.served_on >= make_date(w.year::int, 1, 1) AND e.served_on < make_date(w.year::int + 1, 1, 1)) l ON true
"""

# The whole ledger in one pass: right for everybody.
LEDGER_AT_ONCE = """
  LEFT JOIN (
    SELECT coalesce(was.merged_into_id, e.person_id) AS person_id, extract(year FROM e.served_on)::int AS year,
           sum(e.minutes) FILTER (WHERE e.tier = 'credit')::int AS credit_minutes, sum(e.minutes)::int AS all_minutes
    FROM hours_hourentry e
    LEFT JOIN people_person was ON was.id = e.person_id AND was.merged_into_id IS NOT NULL
    GROUP BY 1, 2) l ON l.person_id = w.person_id AND l.year = w.year
"""

# The years in which a counted person may stand in a denominator.
YEARS_OF_COUNTINGS = f"""
  SELECT c.person_id, y.year
  FROM people_counting c
  CROSS JOIN LATERAL generate_series(
    extract(year FROM c.from_at AT TIME ZONE '{ZONE}')::int,
    extract(year FROM least(c.to_at, %(at)s) AT TIME ZONE '{ZONE}')::int) y(year)
"""

_EVERYBODY = f"""
  SELECT person_id, extract(year FROM served_on)::int AS year FROM hours_hourentry
  UNION
  {YEARS_OF_COUNTINGS}
"""

# The years in which anybody has a cell, and for a merged record the one that goes on.
EVERYBODY = f"""
  SELECT DISTINCT coalesce(was.merged_into_id, x.person_id) AS person_id, x.year
  FROM ({_EVERYBODY}) x LEFT JOIN people_person was ON was.id = x.person_id AND was.merged_into_id IS NOT NULL
"""

_BIN = "least(greatest({minutes}, 0) / 60 + ({minutes} > 0)::int, " + str(TOP) + ")"


def bin_of(minutes: str) -> str:
    """SQL for the histogram bin of a number of minutes: 0 for nothing, n for n-1 up to n hours."""
    return _BIN.format(minutes=minutes)


def area_years(*, own: str, below: str) -> str:
    """SQL for area cells: (area_id, year, registered, minutes, bins).

    `own` is a relation of person cells (area_id, year, credit_minutes, all_minutes), one row per counted person;
    `below` one of finished area cells (area_id, year, ...) that are to be added, with area_id set to the parent.
    """
    return f"""
  WITH own AS MATERIALIZED ({own}), below AS MATERIALIZED ({below}),
  parts AS (
    SELECT area_id, year, count(*) AS registered, sum(credit_minutes) AS credit_minutes,
           sum(all_minutes) AS all_minutes FROM own GROUP BY 1, 2
    UNION ALL SELECT area_id, year, registered, credit_minutes, all_minutes FROM below),
  totals AS (
    SELECT area_id, year, sum(registered)::int AS registered, sum(credit_minutes)::bigint AS credit_minutes,
           sum(all_minutes)::bigint AS all_minutes FROM parts GROUP BY 1, 2),
  bins AS (
    SELECT area_id, year, bin, sum(credit) AS credit, sum(total) AS total FROM (
      SELECT area_id, year, {bin_of("credit_minutes")} AS bin, count(*) AS credit, 0 AS total FROM own GROUP BY 1, 2, 3
      UNION ALL
      SELECT area_id, year, {bin_of("all_minutes")}, 0, count(*) FROM own GROUP BY 1, 2, 3
      UNION ALL
      SELECT area_id, year, u.place::int - 1, u.credit, u.total
      FROM below, unnest(credit_bins, all_bins) WITH ORDINALITY u(credit, total, place)) piece
    GROUP BY 1, 2, 3),
  arrays AS (
    SELECT t.area_id, t.year, array_agg(coalesce(b.credit, 0)::int ORDER BY g.bin) AS credit_bins,
           array_agg(coalesce(b.total, 0)::int ORDER BY g.bin) AS all_bins
    FROM totals t CROSS JOIN generate_series(0, {TOP}) g(bin)
    LEFT JOIN bins b ON b.area_id = t.area_id AND b.year = t.year AND b.bin = g.bin
    GROUP BY 1, 2)
  SELECT t.area_id, t.year, t.registered, t.credit_minutes, t.all_minutes, a.credit_bins, a.all_bins
  FROM totals t JOIN arrays a USING (area_id, year)
"""


# The cells of days, every level at once: needs the parameter-free condition {days} on the ledger, and %(at)s.
AREA_DAYS = (
    """
  WITH served AS MATERIALIZED (
    SELECT area_id, served_on, extract(year FROM served_on)::int AS year, tier, sum(minutes) AS minutes, count(*) AS n
    FROM hours_hourentry WHERE {days} GROUP BY 1, 2, 3, 4),
  trees AS MATERIALIZED (
    SELECT area_id, year, places_path_on(area_id, """
    + TREE_DAY.replace("{year}", "year")
    + """) AS path FROM (SELECT DISTINCT area_id, year FROM served) places)
  SELECT a.area_id, e.served_on AS day,
         coalesce(sum(e.minutes) FILTER (WHERE e.tier = 'credit'), 0)::int AS credit_minutes,
         sum(e.minutes)::int AS all_minutes, sum(e.n)::int AS entries
  FROM served e JOIN trees t USING (area_id, year) CROSS JOIN LATERAL unnest(t.path) a(area_id)
  GROUP BY 1, 2
"""
)
