-- A message that names its source is written once. The second is left out, as by ON CONFLICT DO NOTHING; two writers
-- at one moment wait for each other at the key.
CREATE OR REPLACE FUNCTION notices_remember_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO notices_messagesource (unique_source, written_at, message_id)
  VALUES (NEW.unique_source, NEW.written_at, NEW.id) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER notices_remember_source BEFORE INSERT ON notices_message
  FOR EACH ROW WHEN (NEW.unique_source IS NOT NULL) EXECUTE FUNCTION notices_remember_source();
