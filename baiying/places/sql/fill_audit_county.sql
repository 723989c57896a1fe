-- The county of the area that an audit row names, kept beside it: the audit is asked and one day divided by it. The
-- statements that write many rows a second bring it along. The kit cannot know counties, so the rule stands here.
CREATE OR REPLACE FUNCTION places_fill_audit_county() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.county_id := places_county_of((SELECT d.path FROM places_division d WHERE d.id = NEW.area_id));
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER places_audit_county BEFORE INSERT ON kit_auditevent
  FOR EACH ROW WHEN (NEW.county_id IS NULL AND NEW.area_id IS NOT NULL) EXECUTE FUNCTION places_fill_audit_county();
