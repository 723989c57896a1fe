-- Where a division stood in the tree on a day: ids from the root down to itself. Without a day: where it stands now.
--
-- Before its first version a division stands where the first one put it (a tree that was read in later than it began),
-- after its last where that one left it.
CREATE OR REPLACE FUNCTION places_path_on(p_division bigint, p_day date) RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_path bigint[];
BEGIN
  IF p_day IS NOT NULL THEN
    SELECT v.path INTO v_path FROM places_divisionversion v
     WHERE v.division_id = p_division
     ORDER BY v.valid_from <= p_day DESC, CASE WHEN v.valid_from <= p_day THEN v.valid_from END DESC, v.valid_from
     LIMIT 1;
    IF FOUND THEN
      RETURN v_path;
    END IF;
  END IF;
  SELECT d.path INTO v_path FROM places_division d WHERE d.id = p_division;
  RETURN v_path;
END $$;
