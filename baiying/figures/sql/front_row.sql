-- One area's row: the front page's statement, planned once per connection instead of at every call (planning took two
-- thirds of the time). Reads and decides nothing; queries.areas.row_of is its only caller.
CREATE OR REPLACE FUNCTION figures_front_row(p_area bigint, p_year integer, p_kind text)
RETURNS TABLE (counted_at timestamptz, registered integer, credit_minutes bigint, all_minutes bigint,
  credit_bins integer[], all_bins integer[], targets text, persons integer, of_year integer, source text,
  revision integer)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT r.counted_at, a.registered, a.credit_minutes, a.all_minutes, a.credit_bins, a.all_bins,
    (SELECT coalesce(json_agg(json_build_array(t.definition, t.tier, t.threshold_hours, t.value::text) ORDER BY t.id),
                     '[]')::text
     FROM figures_target t WHERE t.area_id = p_area AND t.year = p_year),
    p.persons, p.year::integer, p.source::text, p.revision::integer
  FROM (SELECT 1) one
  LEFT JOIN figures_rollup r ON r.id = 1
  LEFT JOIN figures_areayear a ON a.area_id = p_area AND a.year = p_year
  LEFT JOIN (
    SELECT po.persons, po.year, po.source, po.revision FROM places_population po
    WHERE po.division_id = p_area AND po.kind = p_kind AND po.year <= p_year AND NOT po.withdrawn
      AND NOT EXISTS (SELECT FROM places_population la WHERE la.division_id = po.division_id AND la.kind = po.kind
                      AND la.year = po.year AND la.revision > po.revision)
    ORDER BY po.year DESC, po.revision DESC LIMIT 1) p ON true;
END $$;
