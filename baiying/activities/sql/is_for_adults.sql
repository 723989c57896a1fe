-- Whether the law bars minors from an activity of these categories: rescue and fire fighting (the legal floor of
-- ActivityRules.adults_only_categories).
CREATE OR REPLACE FUNCTION activities_is_for_adults(p_categories varchar[]) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM places_legalfloor f
     WHERE f.kind = 'activities' AND f.field = 'adults_only_categories' AND f.value ?| p_categories::text[])
$$;
