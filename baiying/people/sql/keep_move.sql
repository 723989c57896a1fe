-- Who lives or serves elsewhere from now on: the old areas are kept with the instant of the change, so that past days
-- and years stay where they were. The instant is the actor's (areas_since), not the database's clock.
CREATE OR REPLACE FUNCTION people_keep_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM added JOIN gone USING (id)
     WHERE (added.residence_id, added.service_area_id) <> (gone.residence_id, gone.service_area_id)
       AND (added.areas_since IS NULL OR added.areas_since <= gone.areas_since)) THEN
    RAISE EXCEPTION 'a change of residence or service area needs its instant, later than the last one'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'people_move_has_its_instant';
  END IF;
  INSERT INTO people_move (person_id, residence_id, service_area_id, moved_at)
    SELECT added.id, gone.residence_id, gone.service_area_id, added.areas_since
    FROM added JOIN gone USING (id)
    WHERE (added.residence_id, added.service_area_id) <> (gone.residence_id, gone.service_area_id);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER people_keep_move AFTER UPDATE ON people_person
  REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION people_keep_move();
