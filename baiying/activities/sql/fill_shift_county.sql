-- The county of a shift's activity, kept beside the shift: large tables are asked and one day divided by it.
-- Null where the activity belongs to an area above the counties.
CREATE OR REPLACE FUNCTION activities_fill_shift_county() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.county_id := (
    SELECT county.id
      FROM activities_activity a
      JOIN places_division area ON area.id = a.area_id
      JOIN places_division county ON county.id = ANY (area.path) AND county.level = 'county'
     WHERE a.id = NEW.activity_id);
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER activities_shift_county BEFORE INSERT ON activities_shift
  FOR EACH ROW WHEN (NEW.county_id IS NULL) EXECUTE FUNCTION activities_fill_shift_county();
