-- Nothing is published for a team whose unit has nobody to answer for it, whatever page or statement asks.
CREATE OR REPLACE FUNCTION activities_unit_publishes_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT teams_may_publish(NEW.team_id) THEN
    RAISE EXCEPTION 'this unit publishes nothing now'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'activities_unit_publishes_nothing';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER activities_unit_publishes_nothing BEFORE UPDATE OF state ON activities_activity
  FOR EACH ROW WHEN (NEW.state = 'published' AND OLD.state <> 'published')
  EXECUTE FUNCTION activities_unit_publishes_nothing();
