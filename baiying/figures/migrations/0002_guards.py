"""Append-only tables, and the triggers that mark what must be counted anew.

The triggers fire once per statement, so that a COPY of a million entries costs one pass, and write in the
transaction of the change: a mark exists exactly if its change was committed.
"""

from django.db import migrations

from baiying.kit.db import guards

ENTRIES = """
CREATE FUNCTION figures_mark_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figures_mark (person_id, year)
    SELECT DISTINCT person_id, extract(year FROM served_on)::int FROM added;
  INSERT INTO figures_daymark (day) SELECT DISTINCT served_on FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER figures_mark_entries AFTER INSERT ON hours_hourentry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION figures_mark_entries();
"""

REGISTRATIONS = """
CREATE FUNCTION figures_mark_registered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figures_mark (person_id, year)
    SELECT DISTINCT person_id, 0 FROM added WHERE counted_from IS NOT NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION figures_mark_reregistered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figures_mark (person_id, year)
    SELECT DISTINCT touched.person_id, 0
    FROM added JOIN gone USING (id) CROSS JOIN LATERAL (VALUES (added.person_id), (gone.person_id)) touched(person_id)
    WHERE (added.person_id, added.counted_from, added.ended_at)
      IS DISTINCT FROM (gone.person_id, gone.counted_from, gone.ended_at);
  RETURN NULL;
END $$;
CREATE TRIGGER figures_mark_registered AFTER INSERT ON people_registration
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION figures_mark_registered();
CREATE TRIGGER figures_mark_reregistered AFTER UPDATE ON people_registration
  REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION figures_mark_reregistered();
"""

MOVES = """
CREATE FUNCTION figures_mark_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figures_move (person_id, old_residence_id, moved_at)
    SELECT added.id, gone.residence_id, now()
    FROM added JOIN gone USING (id) WHERE added.residence_id <> gone.residence_id;
  IF FOUND THEN
    INSERT INTO figures_mark (person_id, year)
      SELECT added.id, 0 FROM added JOIN gone USING (id) WHERE added.residence_id <> gone.residence_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER figures_mark_moved AFTER UPDATE ON people_person
  REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION figures_mark_moved();
"""

UNDO = """
DROP TRIGGER figures_mark_entries ON hours_hourentry;
DROP TRIGGER figures_mark_registered ON people_registration;
DROP TRIGGER figures_mark_reregistered ON people_registration;
DROP TRIGGER figures_mark_moved ON people_person;
DROP FUNCTION figures_mark_entries(), figures_mark_registered(), figures_mark_reregistered(), figures_mark_moved();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0001_initial"),
        ("kit", "0002_guards"),
        ("hours", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        guards.append_only("figures_target"),
        guards.append_only("figures_move"),
        migrations.RunSQL(ENTRIES + REGISTRATIONS + MOVES, UNDO),
    ]
