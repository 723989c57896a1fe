-- Where an attendance stands, for lists over many: the same as rules/attendance_state.py says of one. One table of cases
-- holds both equal (tests/hours/test_attendance_state.py).
CREATE OR REPLACE FUNCTION hours_attendance_state(p_attendance bigint, p_at timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN at.undone_at IS NOT NULL THEN 'undone'
    WHEN at.checked_out_at IS NULL AND p_at >= sh.ends_at + interval '30 minutes' THEN 'forgotten'
    WHEN at.checked_out_at IS NULL THEN 'serving'
    WHEN at.settled_at IS NULL AND at.forced_out_at IS NOT NULL AND p.waiting + p.approved = 0
      THEN CASE WHEN at.out_source <> '' THEN 'stated' ELSE 'forgotten' END
    WHEN p.waiting > 0 THEN 'waiting'
    WHEN p.corrected = 0 THEN 'absent'
    WHEN at.settled_at IS NULL THEN 'provisional'
    -- The ledger is asked last, and only of what is settled: lists look at what is not.
    ELSE (
      SELECT CASE
        WHEN sum(he.minutes) > 0 THEN 'posted'
        WHEN sum(he.minutes) IS NOT NULL THEN 'reversed'
        WHEN p.refused > 0 THEN 'refused'
        ELSE 'nothing'
      END
        FROM hours_hourentry he WHERE he.attendance_id = at.id)
  END
    FROM hours_attendance at
    LEFT JOIN activities_shift sh ON sh.id = at.shift_id
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE pr.approved_at IS NULL AND pr.refused_at IS NULL) AS waiting,
             count(*) FILTER (WHERE pr.approved_at IS NOT NULL) AS approved,
             count(*) FILTER (WHERE pr.refused_at IS NOT NULL) AS refused,
             (array_agg(pr.minutes ORDER BY pr.id DESC)
               FILTER (WHERE pr.approved_at IS NOT NULL AND pr.part = 'correction'))[1] AS corrected
        FROM hours_proposal pr WHERE pr.attendance_id = at.id) p
   WHERE at.id = p_attendance
$$;
