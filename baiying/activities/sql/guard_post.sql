-- A post of an activity in which minors may not serve is open from 18 years on, whoever writes it (Emergency Response Law
-- art. 39). Which categories these are at least is a legal floor; rules.plans.with_ages says the same.
CREATE OR REPLACE FUNCTION activities_guard_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(NEW.min_age, 0) < 18 AND EXISTS (
      SELECT FROM activities_activity a WHERE a.id = NEW.activity_id AND activities_is_for_adults(a.categories)) THEN
    RAISE EXCEPTION 'a post for minors at a rescue' USING ERRCODE = 'check_violation', CONSTRAINT = 'activities_adults_only';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER activities_post_adults BEFORE INSERT OR UPDATE ON activities_post
  FOR EACH ROW EXECUTE FUNCTION activities_guard_post();
