-- The other side of activities_guard_post: an activity does not become a rescue while it has posts for minors.
CREATE OR REPLACE FUNCTION activities_guard_categories() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF activities_is_for_adults(NEW.categories) AND EXISTS (
      SELECT FROM activities_post p WHERE p.activity_id = NEW.id AND coalesce(p.min_age, 0) < 18) THEN
    RAISE EXCEPTION 'a rescue with a post for minors' USING ERRCODE = 'check_violation', CONSTRAINT = 'activities_adults_only';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER activities_activity_adults BEFORE UPDATE OF categories ON activities_activity
  FOR EACH ROW WHEN (NEW.categories IS DISTINCT FROM OLD.categories) EXECUTE FUNCTION activities_guard_categories();
