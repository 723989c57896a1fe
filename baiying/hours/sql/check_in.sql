-- Checking in by the live code, opened (code) or typed (digits), as one guarded statement: it finds the shift and the person, refuses by name, writes
-- attendance and audit. One open attendance per person is held by a unique index, so that two presses at one moment
-- make one row. The checks stand in the same order as in rules/checking_in.py (may_check_in); one table of cases holds
-- both equal (tests/hours/test_check_in_rules.py).
CREATE OR REPLACE FUNCTION hours_check_in(
  p_shift text, p_person bigint, p_account bigint, p_at timestamptz, p_attendance text, p_defaults jsonb,
  p_appointment bigint DEFAULT NULL, p_role text DEFAULT 'volunteer', p_label text DEFAULT '',
  p_ip text DEFAULT '', p_device text DEFAULT '', p_nonce uuid DEFAULT NULL,
  p_source text DEFAULT 'code'
) RETURNS TABLE (code text, attendance text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  c record;
  s record;
  o record;
  v_rules jsonb;
  v_code text;
  v_day timestamptz;
  v_most integer;
  v_id bigint;
BEGIN
  -- First of all, in a statement of its own: whoever moves the shift or calls it off has done so before it is read below,
  -- or waits until the attendance is there to be found.
  PERFORM FROM activities_shift sh WHERE sh.public_id = p_shift FOR SHARE;
  SELECT sh.id, sh.starts_at, sh.ends_at, sh.county_id, a.area_id, a.leader_id, d.path,
         CASE WHEN sh.called_off_at IS NULL THEN a.state ELSE 'cancelled' END AS state
    INTO c
    FROM activities_shift sh
    JOIN activities_activity a ON a.id = sh.activity_id
    JOIN places_division d ON d.id = a.area_id
   WHERE sh.public_id = p_shift;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'unknown_shift', NULL::text;
    RETURN;
  END IF;

  SELECT pe.birth_date, r.id AS registration_id, r.failed_at, r.needs_guardian, r.guardian_ok_at, su.id AS signup_id,
         people_may_act_for(p_account, pe.id, (p_at AT TIME ZONE 'Asia/Shanghai')::date) AS is_theirs
    INTO s
    FROM people_person pe
    LEFT JOIN people_registration r ON r.person_id = pe.id AND r.ended_at IS NULL
    LEFT JOIN activities_signup su ON su.person_id = pe.id AND su.shift_id = c.id AND su.state = 'accepted'
   WHERE pe.id = p_person;
  IF NOT FOUND OR s.is_theirs IS NOT TRUE THEN
    RETURN QUERY SELECT 'not_yours', NULL::text;
    RETURN;
  END IF;

  IF p_nonce IS NOT NULL THEN
    -- What was taken back by hand is no answer, and the same act sent late does not bring it back.
    RETURN QUERY SELECT CASE WHEN at.undone_at IS NULL THEN 'already' ELSE 'coming_undone' END,
                        CASE WHEN at.undone_at IS NULL THEN at.public_id::text END
      FROM hours_attendance at WHERE at.nonce = p_nonce AND at.person_id = p_person;
    IF FOUND THEN
      RETURN;
    END IF;
  END IF;

  SELECT at.public_id, at.shift_id INTO o FROM hours_attendance at
   WHERE at.person_id = p_person AND at.checked_out_at IS NULL;
  IF FOUND THEN
    RETURN QUERY SELECT CASE WHEN o.shift_id = c.id THEN 'already' ELSE 'open_elsewhere' END, o.public_id::text;
    RETURN;
  END IF;

  v_rules := p_defaults || coalesce(
    places_rule_values('hours', c.path, (c.starts_at AT TIME ZONE 'Asia/Shanghai')::date), '{}'::jsonb);
  v_day := date_trunc('day', p_at AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai';
  v_most := (v_rules ->> 'check_ins_per_day')::integer;

  v_code := CASE
    WHEN c.state <> 'published' THEN 'not_open'
    WHEN s.registration_id IS NULL OR s.failed_at IS NOT NULL THEN 'not_registered'
    WHEN s.needs_guardian AND s.guardian_ok_at IS NULL THEN 'guardian_missing'
    WHEN extract(year FROM age((c.starts_at AT TIME ZONE 'Asia/Shanghai')::date, s.birth_date)) < 18
      AND activities_guardian_said_no(p_person, c.id, p_account) THEN 'guardian_said_no'
    WHEN NOT (v_rules ->> 'self_check_in')::boolean THEN 'leader_only'
    WHEN s.signup_id IS NULL THEN 'not_signed_up'
    WHEN p_at < c.starts_at - make_interval(mins => (v_rules ->> 'check_in_before_minutes')::integer)
      THEN 'too_early'
    WHEN p_at >= c.ends_at THEN 'too_late'
    -- Attendances that began on this day in China, however they were noted; a tick taken back is none.
    WHEN v_most > 0 AND (
      SELECT count(*) FROM hours_attendance at
       WHERE at.person_id = p_person AND at.undone_at IS NULL
         AND at.checked_in_at >= v_day AND at.checked_in_at < v_day + interval '1 day') >= v_most THEN 'too_many'
  END;
  IF v_code IS NOT NULL THEN
    RETURN QUERY SELECT v_code, NULL::text;
    RETURN;
  END IF;

  BEGIN
    INSERT INTO hours_attendance
      (public_id, person_id, shift_id, signup_id, county_id, walk_in, checked_in_at, in_source, in_by_id, led_by_id,
       out_source, reason, nonce)
    VALUES (p_attendance, p_person, c.id, s.signup_id, c.county_id, false, p_at, p_source, p_account, c.leader_id,
            '', '[]', p_nonce)
    RETURNING id INTO v_id;
  EXCEPTION
    WHEN unique_violation THEN
      RETURN QUERY SELECT CASE WHEN at.shift_id = c.id THEN 'already' ELSE 'open_elsewhere' END, at.public_id::text
        FROM hours_attendance at WHERE at.person_id = p_person AND at.checked_out_at IS NULL;
      IF NOT FOUND THEN
        -- The same act sent twice at one moment, or a client whose number is not its own.
        RETURN QUERY SELECT CASE WHEN at.person_id = p_person THEN 'already' ELSE 'overlap' END,
                            CASE WHEN at.person_id = p_person THEN at.public_id::text END
          FROM hours_attendance at WHERE at.nonce = p_nonce;
      END IF;
      RETURN;
    WHEN exclusion_violation THEN
      RETURN QUERY SELECT 'overlap', NULL::text;
      RETURN;
  END;

  INSERT INTO kit_auditevent
    (at, action, account_id, person_id, appointment_id, role, label, subject_type, subject_id, area_id, county_id, ok,
     detail, ip, device)
  VALUES (p_at, 'CheckedIn', p_account, p_person, p_appointment, p_role, left(p_label, 64), 'attendance', v_id,
          c.area_id, c.county_id, true,
          jsonb_build_object('shift_id', c.id, 'person_id', p_person, 'source', p_source),
          p_ip, left(p_device, 64));
  RETURN QUERY SELECT 'checked_in', p_attendance;
END $$;
