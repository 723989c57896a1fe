-- Whether a guardian other than the account said no to a shift for a child and has not signed the child up since: that
-- no holds on every way onto the shift and its record (Law on the Protection of Minors art. 16). No account: any no.
-- Of grown-ups it is not asked. queries.guardian_said_no says the same; a test holds both equal.
CREATE OR REPLACE FUNCTION activities_guardian_said_no(p_person bigint, p_shift bigint, p_account bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM activities_signup su WHERE su.person_id = p_person AND su.shift_id = p_shift
       AND su.refused_by_guardian_id IS NOT NULL AND su.refused_by_guardian_id IS DISTINCT FROM p_account
       -- Who signed the child up since has taken the no back.
       AND NOT EXISTS (
         SELECT FROM activities_signup later WHERE later.person_id = p_person AND later.shift_id = p_shift
            AND later.id > su.id AND later.by_id = su.refused_by_guardian_id))
$$;
