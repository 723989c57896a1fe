-- A record rests from the withdrawal of the consent to be recorded until the person agrees anew (PIPL art. 15, 47). It is
-- kept beside the person, because every list and search asks it of each row.
--
-- Once per statement, so that a COPY of many costs one pass. The person's row is locked before by whoever withdraws or
-- agrees, so that two at one moment leave what the later one said. A record that is parked (U40) goes on resting.
CREATE OR REPLACE FUNCTION people_note_rest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE people_person p SET rests_since = coalesce(said.since, p.parked_at)
    FROM (SELECT c.person_id,
                 CASE WHEN bool_or(c.withdrawn_at IS NULL) THEN NULL ELSE max(c.withdrawn_at) END AS since
            FROM people_consent c
           WHERE c.purpose = 'volunteer_service'
             AND c.person_id IN (SELECT a.person_id FROM added a WHERE a.purpose = 'volunteer_service')
           GROUP BY c.person_id) said
   WHERE p.id = said.person_id AND p.rests_since IS DISTINCT FROM coalesce(said.since, p.parked_at);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER people_note_rest AFTER INSERT ON people_consent
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION people_note_rest();
CREATE OR REPLACE TRIGGER people_note_rest_again AFTER UPDATE ON people_consent
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION people_note_rest();
