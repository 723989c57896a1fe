-- Counts the changes of a shift that calendars must hear of: its times, its being called off. What is said of it is
-- counted by shift_revision_of_words.sql.
CREATE OR REPLACE FUNCTION activities_shift_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER activities_shift_revision BEFORE UPDATE OF starts_at, ends_at, called_off_at
  ON activities_shift FOR EACH ROW
  WHEN ((OLD.starts_at, OLD.ends_at, OLD.called_off_at) IS DISTINCT FROM (NEW.starts_at, NEW.ends_at, NEW.called_off_at))
  EXECUTE FUNCTION activities_shift_revision();
