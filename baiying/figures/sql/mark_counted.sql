-- Somebody begins or ceases to count as a registered volunteer: every year of the person must be counted anew.
--
-- Fires once per statement, so that a COPY of a million rows costs one pass, and writes in the transaction of the
-- change: a mark exists exactly if its change was committed.
CREATE OR REPLACE FUNCTION figures_mark_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figures_mark (person_id, year) SELECT DISTINCT person_id, 0 FROM added;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER figures_mark_counted AFTER INSERT ON people_counting
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION figures_mark_counted();
CREATE OR REPLACE TRIGGER figures_mark_uncounted AFTER UPDATE ON people_counting
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION figures_mark_counted();
