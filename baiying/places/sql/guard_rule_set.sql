-- A version of rules never changes but by being confirmed, once, and withdrawn, once, before it is in force; and never
-- says less than a law fixes. Only the owner may keep or raise one without a second person (a migration).
CREATE OR REPLACE FUNCTION places_guard_rule_set() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_is_owner boolean := (SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = TG_RELID);
  v_law text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'DELETE on % refused: versions of rules stay', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) - '{confirmed_at,confirmed_by_id,in_force_from,assessed,withdrawn_at,withdrawn_by_id,withdrawn_why}'::text[]
       <> to_jsonb(NEW) - '{confirmed_at,confirmed_by_id,in_force_from,assessed,withdrawn_at,withdrawn_by_id,withdrawn_why}'::text[]
       OR (OLD.confirmed_at IS NOT NULL AND (OLD.confirmed_at, OLD.confirmed_by_id, OLD.in_force_from, OLD.assessed)
           IS DISTINCT FROM (NEW.confirmed_at, NEW.confirmed_by_id, NEW.in_force_from, NEW.assessed))
       OR OLD.withdrawn_at IS NOT NULL THEN
      RAISE EXCEPTION 'UPDATE on % refused: a version is only confirmed and withdrawn, each once', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.withdrawn_at IS NOT NULL AND NOT v_is_owner
       AND NEW.in_force_from <= (NEW.withdrawn_at AT TIME ZONE 'Asia/Shanghai')::date THEN
      RAISE EXCEPTION 'UPDATE on % refused: the version is in force; a later one takes its place', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  IF NEW.note <> '' AND NOT v_is_owner THEN
    RAISE EXCEPTION '% on % refused: every version needs a second person', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.note = '' AND NEW.in_force_from < (NEW.confirmed_at AT TIME ZONE 'Asia/Shanghai')::date THEN
    RAISE EXCEPTION '% on % refused: not in force before it is confirmed', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  -- What was withdrawn holds nowhere; taking a version back must be possible whatever the law asks meanwhile.
  IF NEW.withdrawn_at IS NULL THEN
    v_law := places_below_floor(NEW.kind, NEW.values, NEW.valid_from, NEW.valid_to);
    IF v_law IS NOT NULL THEN
      RAISE EXCEPTION '%', v_law USING ERRCODE = 'check_violation', CONSTRAINT = 'places_ruleset_floor';
    END IF;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER places_ruleset_guard BEFORE INSERT OR UPDATE OR DELETE ON places_ruleset
  FOR EACH ROW EXECUTE FUNCTION places_guard_rule_set();
