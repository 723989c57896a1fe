-- Somebody moved: every year of the person must be counted anew. The move itself is a row of the people room.
--
-- Fires once per statement and writes in the transaction of the change: a mark exists exactly if its change was
-- committed. Year 0 stands for every year of the person.
CREATE OR REPLACE FUNCTION figures_mark_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figures_mark (person_id, year) SELECT DISTINCT person_id, 0 FROM added;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER figures_mark_moved AFTER INSERT ON people_move
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION figures_mark_moved();
