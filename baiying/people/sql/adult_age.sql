-- From which age somebody who lives there acts alone, by the rule set of that day (rules.RegistrationRules.adult_age).
--
-- The nearest area wins, then the latest start, as in places.queries.rule_set. Below 18 no rule set can go: Civil Code
-- art. 17.
CREATE OR REPLACE FUNCTION people_adult_age(p_area bigint, p_day date) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_path bigint[];
  v_age integer;
BEGIN
  SELECT d.path INTO v_path FROM places_division d WHERE d.id = p_area;
  SELECT (rs.values ->> 'adult_age')::integer INTO v_age
    FROM places_ruleset rs
   WHERE rs.kind = 'registration' AND rs.valid_from <= p_day AND (rs.valid_to IS NULL OR rs.valid_to > p_day)
     AND (rs.area_id IS NULL OR rs.area_id = ANY (v_path))
   ORDER BY coalesce(array_position(v_path, rs.area_id), 0) DESC, rs.valid_from DESC, rs.id DESC
   LIMIT 1;
  RETURN greatest(coalesce(v_age, 18), 18);
END $$;
