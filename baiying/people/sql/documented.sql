-- Of some skills, those that nobody may rely on before somebody has seen a licence (people_skill.needs_document).
CREATE OR REPLACE FUNCTION people_documented(p_skills varchar[]) RETURNS varchar[]
LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(k.code), '{}') FROM people_skill k WHERE k.needs_document AND k.code = ANY (p_skills)
$$;
