-- What real cities had and the invented one had not, as the version of 364a1ae allowed it: put beside its rows before
-- the upgrade. Copies of rows that are there, so that every column is filled as that version filled it.

-- The same presence noted twice, and a third one that overlaps only the second.
INSERT INTO hours_attendance
SELECT r.* FROM (
  SELECT at FROM hours_attendance at
   WHERE at.checked_out_at - at.checked_in_at > interval '1 hour' ORDER BY at.id LIMIT 5) one,
  LATERAL (VALUES (1, interval '10 minutes'), (2, interval '70 minutes')) more (number, later),
  LATERAL jsonb_populate_record(one.at, jsonb_build_object(
    'id', 8000000 + (one.at).id * 10 + number, 'public_id', 'ov' || (one.at).id || 'x' || number, 'signup_id', NULL,
    'checked_in_at', (one.at).checked_in_at + later, 'checked_out_at', (one.at).checked_in_at + later + interval '65 minutes',
    'reason', '[]'::jsonb)) r;

-- Two and three open objections about one attendance, two about one shift by one person, and answered ones beside them.
INSERT INTO hours_objection (id, public_id, entry_id, words, filed_at, due_on, answer, attendance_id, person_id, shift_id)
SELECT 8000000 + at.id * 10 + n, 'ob' || at.id || 'x' || n, NULL, '少记了 ' || n, at.checked_in_at + n * interval '1 day',
       at.checked_in_at::date + 20 + n, '', at.id, at.person_id, at.shift_id
  FROM (SELECT * FROM hours_attendance WHERE id < 8000000 ORDER BY id LIMIT 4) at
  JOIN generate_series(1, 3) n ON n <= 2 + at.id % 2;
INSERT INTO hours_objection (id, public_id, words, filed_at, due_on, answer, person_id, shift_id)
SELECT 8900000 + n, 'os' || n, '没有记 ' || n, ('2026-03-0' || n)::timestamptz, ('2026-03-2' || n)::date, '', at.person_id, at.shift_id
  FROM (SELECT * FROM hours_attendance WHERE id < 8000000 ORDER BY id DESC LIMIT 1) at JOIN generate_series(1, 2) n ON true;

-- A guardian asked three times, and never answered.
INSERT INTO people_guardianship
SELECT r.* FROM (SELECT g FROM people_guardianship g ORDER BY g.id LIMIT 4) one, generate_series(1, 3) n,
  LATERAL jsonb_populate_record(one.g, jsonb_build_object(
    'id', 8000000 + (one.g).id * 10 + n, 'public_id', 'gu' || (one.g).id || 'x' || n, 'agreed_at', NULL,
    'declined_at', NULL, 'withdrawn_at', NULL, 'asked_at', (one.g).asked_at + n * interval '1 day')) r;

-- A weekly shift written out as copies, one of them moved by an hour.
INSERT INTO activities_shift
SELECT r.* FROM (SELECT s FROM activities_shift s ORDER BY s.id LIMIT 1) one, generate_series(1, 6) n,
  LATERAL jsonb_populate_record(one.s, jsonb_build_object(
    'id', 8000000 + n, 'public_id', 'we' || n, 'taken', 0, 'waiting', 0, 'last_wait_no', 0,
    'starts_at', (one.s).starts_at + n * interval '7 days' + (n = 4)::int * interval '1 hour',
    'ends_at', (one.s).ends_at + n * interval '7 days' + (n = 4)::int * interval '1 hour')) r;

-- A line in which the numbers have holes: who left kept theirs.
UPDATE activities_shift SET waiting = 2, last_wait_no = 9 WHERE id = 8000006;
INSERT INTO activities_signup (id, public_id, state, period, wait_no, signed_up_at, reason, person_id, shift_id)
SELECT 8000000 + n, 'wt' || n, CASE n WHEN 2 THEN 'cancelled' ELSE 'waitlisted' END,
       tstzrange(s.starts_at, s.ends_at), n * 3, '2026-01-01', '', p.id, s.id
  FROM generate_series(1, 3) n
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS number FROM people_person) p ON p.number = n
  JOIN activities_shift s ON s.id = 8000006;

-- Log-in codes in the clear, used and not.
INSERT INTO notices_message
SELECT r.* FROM (SELECT m FROM notices_message m WHERE m.channel = 'sms' ORDER BY m.id LIMIT 3) one,
  LATERAL jsonb_populate_record(one.m, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('notices_message', 'id')), 'public_id', 'co' || (one.m).id, 'kind', 'log_in_code', 'urgent', true,
    'text', '您的验证码是 135790，五分钟内有效。', 'unique_source', NULL)) r;
INSERT INTO accounts_logincode (id, phone_hash, purpose, code_hash, sent_at, expires_at, wrong_tries, used_at, ip)
SELECT 8000000 + n, decode(md5('p' || n), 'hex'), 'log_in', decode(md5('c' || n), 'hex'), ('2026-01-0' || n)::timestamptz, ('2026-01-0' || n)::timestamptz,
       n, CASE WHEN n = 1 THEN '2026-01-01'::timestamptz END, '192.0.2.1'
  FROM generate_series(1, 3) n;
