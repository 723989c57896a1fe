-- A change of residence: kept as a move, so that past years stay where they were counted; the person is marked.
--
-- Fires once per statement, so that a COPY of a million rows costs one pass, and writes in the transaction of the
-- change: a mark exists exactly if its change was committed.
CREATE OR REPLACE FUNCTION figures_mark_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figures_move (person_id, old_residence_id, moved_at)
    SELECT added.id, gone.residence_id, now()
    FROM added JOIN gone USING (id) WHERE added.residence_id <> gone.residence_id;
  IF FOUND THEN
    INSERT INTO figures_mark (person_id, year)
      SELECT added.id, 0 FROM added JOIN gone USING (id) WHERE added.residence_id <> gone.residence_id;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER figures_mark_moved AFTER UPDATE ON people_person
  REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION figures_mark_moved();
