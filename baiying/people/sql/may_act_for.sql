-- Whether an account may act for a person on a day: its own person, or a ward for whom it agreed to answer.
--
-- A guardian answers while the consent stands and the ward is under age (Civil Code art. 17, 26, 27; R007, R008): not
-- for a grown-up, not after withdrawing or declining, and nobody acts for a closed person. An account whose own person
-- is under age answers for nobody, whoever it was taken for when it agreed. This is the only place that
-- decides it: pages, actions and the guarded statements of sign-up and check-in all ask here.
CREATE OR REPLACE FUNCTION people_may_act_for(p_account bigint, p_person bigint, p_day date) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  p record;
  adult_age integer;
BEGIN
  SELECT pe.account_id, pe.birth_date, pe.residence_id INTO p
    FROM people_person pe WHERE pe.id = p_person AND pe.closed_at IS NULL;
  IF NOT FOUND OR p_account IS NULL THEN
    RETURN false;
  END IF;
  IF p.account_id = p_account THEN
    RETURN true;
  END IF;
  -- Who came in as a record that was merged comes in as the one that goes on.
  IF EXISTS (SELECT FROM people_person was WHERE was.account_id = p_account AND was.merged_into_id = p_person) THEN
    RETURN true;
  END IF;
  -- Rule sets are read last, and only for a ward: signing up for oneself must not pay for them.
  IF NOT EXISTS (
      SELECT 1 FROM people_guardianship g
       WHERE g.ward_id = p_person AND g.guardian_account_id = p_account AND g.agreed_at IS NOT NULL
         AND g.withdrawn_at IS NULL AND g.declined_at IS NULL) THEN
    RETURN false;
  END IF;
  adult_age := people_adult_age(p.residence_id, p_day);
  RETURN extract(year FROM age(p_day, p.birth_date)) < adult_age
    AND NOT EXISTS (
      SELECT 1 FROM people_person own
       WHERE own.account_id = p_account AND own.closed_at IS NULL
         AND extract(year FROM age(p_day, own.birth_date)) < adult_age);
END $$;
