-- The four front figures of a city and year straight from the ledger and the registrations, as a dashboard without
-- roll-ups would count them: registered, any record, at least N hours, minutes; each from credit and from all time.
WITH placed AS MATERIALIZED (
  SELECT DISTINCT p.id
  FROM people_person p
  JOIN people_counting c ON c.person_id = p.id
  JOIN places_division d ON d.id = p.residence_id
  WHERE d.path @> ARRAY[%(area)s]::bigint[] AND c.from_at <= %(at)s
    AND (c.to_at IS NULL OR c.to_at > %(at)s)),
served AS (
  SELECT person_id, sum(minutes) FILTER (WHERE tier = 'credit') AS credit_minutes, sum(minutes) AS all_minutes
  FROM hours_hourentry
  WHERE served_on >= make_date(%(year)s, 1, 1) AND served_on < make_date(%(year)s + 1, 1, 1)
  GROUP BY person_id)
SELECT count(*) AS registered,
       coalesce(sum(s.credit_minutes), 0) AS credit_minutes, coalesce(sum(s.all_minutes), 0) AS all_minutes,
       count(*) FILTER (WHERE s.credit_minutes > 0) AS credit_any, count(*) FILTER (WHERE s.all_minutes > 0) AS all_any,
       count(*) FILTER (WHERE s.credit_minutes >= %(hours)s * 60) AS credit_hours,
       count(*) FILTER (WHERE s.all_minutes >= %(hours)s * 60) AS all_hours
FROM placed LEFT JOIN served s ON s.person_id = placed.id
