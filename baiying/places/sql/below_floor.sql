-- What some values of a kind of rules break of what laws fix (places_legalfloor, from the rules' FLOORS) on any day from
-- p_from until before p_to: the first sentence, or NULL. Says the same as kit.values.floors.broken; a test holds both equal.
CREATE OR REPLACE FUNCTION places_below_floor(p_kind text, p_values jsonb, p_from date, p_to date) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT f.sentence
    FROM places_legalfloor f
   WHERE f.kind = p_kind AND p_values ? f.field
     AND (p_to IS NULL OR f.valid_from < p_to) AND (f.valid_to IS NULL OR f.valid_to > p_from)
     AND NOT CASE
       WHEN f.bound IN ('at_least', 'at_most') AND jsonb_typeof(p_values -> f.field) <> 'number' THEN false
       WHEN f.bound IN ('contains', 'without') AND jsonb_typeof(p_values -> f.field) <> 'array' THEN false
       WHEN f.bound = 'at_least' THEN (p_values ->> f.field)::numeric >= (f.value #>> '{}')::numeric
       WHEN f.bound = 'at_most' THEN (p_values ->> f.field)::numeric <= (f.value #>> '{}')::numeric
       WHEN f.bound = 'contains' THEN p_values -> f.field @> f.value
       WHEN f.bound = 'without' THEN NOT EXISTS (
         SELECT FROM jsonb_array_elements(f.value) one WHERE p_values -> f.field @> jsonb_build_array(one))
       ELSE p_values -> f.field = f.value
     END
   ORDER BY f.id
   LIMIT 1
$$;
