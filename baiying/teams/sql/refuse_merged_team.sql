-- Nobody comes to name a team that was merged meanwhile: who waited for the merge is undone and tries again, then with
-- the team that goes on, or reads that there is none (kit.db.transaction). Once per statement, as for persons.
CREATE OR REPLACE FUNCTION teams_refuse_merged_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM added a JOIN teams_team t ON t.id = a.team_id FOR KEY SHARE OF t;
  IF EXISTS (SELECT FROM added a JOIN teams_team t ON t.id = a.team_id AND t.merged_into_id IS NOT NULL) THEN
    RAISE EXCEPTION 'this team was merged into another' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER teams_refuse_merged_team AFTER INSERT ON teams_membership
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION teams_refuse_merged_team();
CREATE OR REPLACE TRIGGER teams_refuse_merged_team AFTER INSERT ON teams_office
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION teams_refuse_merged_team();
