-- From which age somebody who lives there acts alone, by the rule set of that day (rules.RegistrationRules.adult_age).
--
-- No version of rules can go below 18 (Civil Code art. 17): the guard of the rule sets refuses it.
CREATE OR REPLACE FUNCTION people_adult_age(p_area bigint, p_day date) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce((places_rule_values('registration',
    (SELECT d.path FROM places_division d WHERE d.id = p_area), p_day) ->> 'adult_age')::integer, 18);
END $$;
