-- Who may add rows to audit and ledger that are dated otherwise than they are recorded: whoever logged in as the
-- tables' owner (loading what happened before), never the application role, whatever role it takes.
CREATE OR REPLACE FUNCTION kit_may_backdate() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT pg_catalog.pg_has_role(session_user,
    (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = 'public.kit_auditevent'::regclass), 'MEMBER')
$$;
