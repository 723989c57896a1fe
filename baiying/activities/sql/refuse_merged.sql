-- Nobody comes to name a record that was merged meanwhile: who waited for the merge is undone and tries again, then with
-- the record that goes on (kit.db.transaction). Foreign keys are looked at no earlier than the commit, so the merge is waited for
-- here, and the question after that sees what it did.
--
-- Once per statement, so that a COPY of many costs one pass.
CREATE OR REPLACE FUNCTION activities_refuse_merged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM added a JOIN people_person p ON p.id = a.person_id FOR KEY SHARE OF p;
  IF EXISTS (SELECT FROM added a JOIN people_person p ON p.id = a.person_id AND p.merged_into_id IS NOT NULL) THEN
    RAISE EXCEPTION 'this record was merged into another' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER activities_refuse_merged AFTER INSERT ON activities_signup
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION activities_refuse_merged();
