-- Whether what a team plans may be published: not while its body has no administrator and is kept by the one above, and
-- not while it is suspended because nothing was heard of it.
CREATE OR REPLACE FUNCTION teams_may_publish(p_team bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT 1 FROM teams_team t JOIN teams_keeping k ON k.body_id = t.body_id AND k.ended_at IS NULL WHERE t.id = p_team)
  AND NOT EXISTS (
    SELECT 1 FROM teams_team t JOIN teams_exit e ON e.body_id = t.body_id AND e.lifted_at IS NULL
     WHERE t.id = p_team AND e.suspended_at IS NOT NULL)
$$;
