-- The values of the rule set that holds for an area on a day: the nearest area wins, then the latest in force, as in
-- places.queries.rule_set. Only what another person confirmed and nobody withdrew. NULL where the defaults hold.
CREATE OR REPLACE FUNCTION places_rule_values(p_kind text, p_path bigint[], p_day date) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT rs.values FROM places_ruleset rs
   WHERE rs.kind = p_kind AND rs.in_force_from <= p_day AND rs.withdrawn_at IS NULL
     AND (rs.valid_to IS NULL OR rs.valid_to > p_day)
     AND (rs.area_id IS NULL OR rs.area_id = ANY (p_path))
   ORDER BY coalesce(array_position(p_path, rs.area_id), 0) DESC, rs.in_force_from DESC, rs.id DESC
   LIMIT 1
$$;
