-- Whether a shift falls into lessons on any of its days, be it by a minute: rules.minors.in_school_hours says the same.
-- Days of lessons are working days by the calendar, without the breaks, which are spans of MM-DD or YYYY-MM-DD.
CREATE OR REPLACE FUNCTION activities_in_school_hours(p_rules jsonb, p_from timestamptz, p_to timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM generate_series(date_trunc('day', p_from AT TIME ZONE 'Asia/Shanghai'),
                                date_trunc('day', p_to AT TIME ZONE 'Asia/Shanghai'), interval '1 day') d(day)
     WHERE p_from AT TIME ZONE 'Asia/Shanghai' < d.day + (p_rules ->> 'school_to')::interval
       AND p_to AT TIME ZONE 'Asia/Shanghai' > d.day + (p_rules ->> 'school_from')::interval
       AND coalesce((SELECT c.is_working FROM places_calendarday c WHERE c.day = d.day::date),
                    extract(isodow FROM d.day) < 6)
       AND NOT EXISTS (
         SELECT FROM jsonb_array_elements_text(p_rules -> 'school_breaks') b(span)
          WHERE right(to_char(d.day, 'YYYY-MM-DD'), length(split_part(b.span, '/', 1)))
                BETWEEN split_part(b.span, '/', 1) AND split_part(b.span, '/', 2)))
$$;
