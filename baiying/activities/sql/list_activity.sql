-- What the public list and its search read of a published activity, kept beside it in a narrow row: of the wide one they
-- read a megabyte for every three hundred they look at. Whoever publishes, changes or ends an activity need not know.
CREATE OR REPLACE FUNCTION activities_list_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'published' THEN
    DELETE FROM activities_listed WHERE activity_id = NEW.id;
    RETURN NULL;
  END IF;
  INSERT INTO activities_listed AS was
    (activity_id, team_id, area_id, recruit_until, latitude, longitude, keys)
  VALUES (NEW.id, NEW.team_id, NEW.area_id, NEW.recruit_until, NEW.latitude, NEW.longitude, activities_keys(NEW.terms))
  ON CONFLICT (activity_id) DO UPDATE
    SET team_id = EXCLUDED.team_id, area_id = EXCLUDED.area_id, recruit_until = EXCLUDED.recruit_until,
        latitude = EXCLUDED.latitude, longitude = EXCLUDED.longitude, keys = EXCLUDED.keys;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER activities_listed_new AFTER INSERT ON activities_activity
  FOR EACH ROW WHEN (NEW.state = 'published') EXECUTE FUNCTION activities_list_activity();
CREATE OR REPLACE TRIGGER activities_listed_changed
  AFTER UPDATE OF state, team_id, area_id, recruit_until, latitude, longitude, terms ON activities_activity
  FOR EACH ROW
  WHEN ((OLD.state, OLD.team_id, OLD.area_id, OLD.recruit_until, OLD.latitude, OLD.longitude, OLD.terms)
        IS DISTINCT FROM
        (NEW.state, NEW.team_id, NEW.area_id, NEW.recruit_until, NEW.latitude, NEW.longitude, NEW.terms)
        AND 'published' IN (OLD.state, NEW.state))
  EXECUTE FUNCTION activities_list_activity();
