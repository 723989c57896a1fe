-- Changed registrations: where counting, its end or the person changed, every year of the person.
--
-- Fires once per statement, so that a COPY of a million rows costs one pass, and writes in the transaction of the
-- change: a mark exists exactly if its change was committed.
CREATE OR REPLACE FUNCTION figures_mark_reregistered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figures_mark (person_id, year)
    SELECT DISTINCT touched.person_id, 0
    FROM added JOIN gone USING (id) CROSS JOIN LATERAL (VALUES (added.person_id), (gone.person_id)) touched(person_id)
    WHERE (added.person_id, added.counted_from, added.ended_at)
      IS DISTINCT FROM (gone.person_id, gone.counted_from, gone.ended_at);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER figures_mark_reregistered AFTER UPDATE ON people_registration
  REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION figures_mark_reregistered();
