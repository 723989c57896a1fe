-- Notes for every new line what made it. The key refuses a second line from one source, whatever its day.
--
-- Once per statement, so that a COPY of a million lines is one more insert.
CREATE OR REPLACE FUNCTION hours_remember_sources() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO hours_entrysource (unique_source, served_on, entry_id)
    SELECT unique_source, served_on, id FROM added;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER hours_remember_sources AFTER INSERT ON hours_hourentry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION hours_remember_sources();
