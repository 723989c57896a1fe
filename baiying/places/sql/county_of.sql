-- The county among the places of a path; empty where a city has none (Dongguan, Zhongshan). Every large table keeps it.
CREATE OR REPLACE FUNCTION places_county_of(p_path bigint[]) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT d.id FROM places_division d WHERE d.id = ANY (p_path) AND d.level = 'county' LIMIT 1
$$;
