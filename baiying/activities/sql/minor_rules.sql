-- The rules for minors of an area on a day, whole: the defaults of rules.minors.MinorRules under what the area entered.
CREATE OR REPLACE FUNCTION activities_minor_rules(p_area bigint, p_day date) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN '{"school_below": 16, "school_from": "08:00", "school_to": "17:00",
           "school_breaks": ["01-20/02-20", "07-01/08-31"], "guardian_may_excuse": false, "company_below": 16,
           "late_below": 16, "late_from": "21:00", "late_to": "06:00"}'::jsonb
    || coalesce(places_rule_values('minors', (SELECT d.path FROM places_division d WHERE d.id = p_area), p_day),
                '{}'::jsonb);
END $$;
