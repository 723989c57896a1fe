-- The county of the shift, kept beside the sign-up. The statement that signs up brings it along; loads may not.
CREATE OR REPLACE FUNCTION activities_fill_signup_county() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.county_id := (SELECT sh.county_id FROM activities_shift sh WHERE sh.id = NEW.shift_id);
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER activities_signup_county BEFORE INSERT ON activities_signup
  FOR EACH ROW WHEN (NEW.county_id IS NULL) EXECUTE FUNCTION activities_fill_signup_county();
