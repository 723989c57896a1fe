-- An attendance taken back: somebody expected may be missing now, so the list of incomplete records looks at it again.
CREATE OR REPLACE FUNCTION hours_look_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO hours_lackingshift (shift_id)
  SELECT id FROM activities_shift WHERE id IN (OLD.shift_id, NEW.shift_id)
  ON CONFLICT (shift_id) DO NOTHING;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER hours_look_again AFTER UPDATE OF undone_at, shift_id, person_id ON hours_attendance
  FOR EACH ROW EXECUTE FUNCTION hours_look_again();
