-- Whether what a team plans may be published: not while its body has no administrator and is kept by the one above.
CREATE OR REPLACE FUNCTION teams_may_publish(p_team bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT 1 FROM teams_team t JOIN teams_keeping k ON k.body_id = t.body_id AND k.ended_at IS NULL WHERE t.id = p_team)
$$;
