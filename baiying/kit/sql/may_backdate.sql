-- Who may add rows to audit and ledger that are dated otherwise than they are recorded: whoever logged in as the
-- tables' owner (loading what happened before), never the application role, whatever role it takes.
--
-- Not in SQL: a check is prepared anew for every statement, and looking whether a function in SQL can be written out
-- there costs more than the whole insert. As it is, nobody looks inside before a row's dates differ.
CREATE OR REPLACE FUNCTION kit_may_backdate() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN pg_catalog.pg_has_role(session_user,
    (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = 'public.kit_auditevent'::regclass), 'MEMBER');
END $$;
