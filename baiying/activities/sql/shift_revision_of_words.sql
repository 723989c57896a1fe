-- Counts for every shift what calendars show of its activity and its post: title, place, point, risk, the post's name.
CREATE OR REPLACE FUNCTION activities_shift_revision_of_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'activities_post' THEN
    UPDATE activities_shift SET revision = revision + 1 WHERE post_id = NEW.id;
  ELSE
    UPDATE activities_shift SET revision = revision + 1 WHERE activity_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER activities_shift_revision_of_words
  AFTER UPDATE OF title, address, longitude, latitude, risk_statement ON activities_activity FOR EACH ROW
  WHEN ((OLD.title, OLD.address, OLD.longitude, OLD.latitude, OLD.risk_statement)
    IS DISTINCT FROM (NEW.title, NEW.address, NEW.longitude, NEW.latitude, NEW.risk_statement))
  EXECUTE FUNCTION activities_shift_revision_of_words();

CREATE OR REPLACE TRIGGER activities_shift_revision_of_words
  AFTER UPDATE OF name ON activities_post FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name)
  EXECUTE FUNCTION activities_shift_revision_of_words();
