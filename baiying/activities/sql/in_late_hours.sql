-- Whether a shift reaches into the late hours of any night, be it by a minute: rules.minors.in_late_hours says the same.
CREATE OR REPLACE FUNCTION activities_in_late_hours(p_rules jsonb, p_from timestamptz, p_to timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM generate_series(date_trunc('day', p_from AT TIME ZONE 'Asia/Shanghai') - interval '1 day',
                                date_trunc('day', p_to AT TIME ZONE 'Asia/Shanghai'), interval '1 day') d(day)
     WHERE p_from AT TIME ZONE 'Asia/Shanghai' < d.day + interval '1 day' + (p_rules ->> 'late_to')::interval
       AND p_to AT TIME ZONE 'Asia/Shanghai' > d.day + (p_rules ->> 'late_from')::interval)
$$;
