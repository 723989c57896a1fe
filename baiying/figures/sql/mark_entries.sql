-- Posted entries: the cells of their persons and days must be counted anew.
--
-- Fires once per statement, so that a COPY of a million rows costs one pass, and writes in the transaction of the
-- change: a mark exists exactly if its change was committed.
CREATE OR REPLACE FUNCTION figures_mark_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figures_mark (person_id, year)
    SELECT DISTINCT person_id, extract(year FROM served_on)::int FROM added;
  INSERT INTO figures_daymark (day) SELECT DISTINCT served_on FROM added;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER figures_mark_entries AFTER INSERT ON hours_hourentry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION figures_mark_entries();
