-- Signing up as one guarded statement, so that the last place is sold once however many press at one moment.
--
-- The checks stand in the same order as in rules.signing_up.may_sign_up; a test holds both equal. The shift's row is
-- changed by a guarded UPDATE: its lock orders those who come. Who finds it full waits without changing it: FOR SHARE
-- lets many of them pass together, and keeps out whoever gives a place back until they stand in the line. So nobody
-- waits beside a free place. The order of the line is that of the sign-ups' ids; it has no numbers to hand out.
--
-- Who waits for the lock may wait for whoever moves the shift or closes its post to minors. So the shift, its post and
-- the registration are read again under the lock, and what they say then decides; what would not hold any more is undone.
-- The registration stays as it was read until the sign-up is there to be found (FOR SHARE).
--
-- What came of it stands in the person's inbox from the same moment on: `p_letters` holds, for each answer that is one,
-- the text and its recipe, made before the statement, so that nobody waits for words while the shift's row is locked; and
-- of which revision of the shift they are, so that none of them speaks of a time or a place that was.
--
-- One person's own sign-ups come one after the other (advisory lock): two overlapping ones at one moment would each
-- wait for the other in the exclusion constraint.
CREATE OR REPLACE FUNCTION activities_sign_up(
  p_shift text, p_person bigint, p_account bigint, p_at timestamptz, p_signup text,
  p_appointment bigint DEFAULT NULL, p_role text DEFAULT 'volunteer', p_label text DEFAULT '',
  p_ip text DEFAULT '', p_device text DEFAULT '', p_letters jsonb DEFAULT NULL
) RETURNS TABLE (code text, signup text, activity text, signup_id bigint, shift_id bigint, area_id bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  c record;
  s record;
  c_was record;
  s_was record;
  v_code text;
  -- Why there is no sign-up.
  v_no text;
  v_locked boolean := false;
  v_full boolean;
  v_signup bigint;
  v_age integer;
  m jsonb;
  v_from timestamptz;
  v_to timestamptz;
  v_documents varchar[] := '{}';
BEGIN
  BEGIN
    -- Decided on what can be read without waiting, so that a refusal costs no lock; then locked; then read again, and
    -- decided again where anything reads otherwise: each statement sees what was committed before it began.
    LOOP
      SELECT sh.id, sh.starts_at, sh.ends_at, sh.closed_at, sh.revision, a.public_id AS activity_pid, a.approval,
             a.recruit_until, CASE WHEN sh.called_off_at IS NULL THEN a.state ELSE 'cancelled' END AS state,
             a.area_id, sh.county_id, p.min_age, p.max_age, p.minors_welcome, p.minors_with, p.skills,
             sh.taken >= sh.places AS looks_full
        INTO c
        FROM activities_shift sh
        JOIN activities_activity a ON a.id = sh.activity_id
        JOIN activities_post p ON p.id = sh.post_id
       WHERE sh.public_id = p_shift;
      IF NOT FOUND THEN
        v_no := 'unknown_shift';
        EXIT;
      END IF;

      SELECT pe.public_id, pe.birth_date, pe.skills, pe.account_id, r.id AS registration_id, r.failed_at,
             r.needs_guardian, r.guardian_ok_at,
             -- Also one that ended: nobody leaves a doubt behind by leaving and coming back (people.is_held).
             EXISTS (SELECT FROM people_registration h
                      WHERE h.person_id = pe.id AND h.held_at IS NOT NULL AND h.end_reason <> 'found_untrue') AS held,
             people_may_act_for(p_account, pe.id, (p_at AT TIME ZONE 'Asia/Shanghai')::date) AS is_theirs
        INTO s
        FROM people_person pe
        LEFT JOIN people_registration r ON r.person_id = pe.id AND r.ended_at IS NULL
       WHERE pe.id = p_person;
      IF NOT FOUND OR s.is_theirs IS NOT TRUE THEN
        v_no := 'not_yours';
        EXIT;
      END IF;

      IF v_locked THEN
        c.looks_full := c_was.looks_full;
        EXIT WHEN c IS NOT DISTINCT FROM c_was AND s IS NOT DISTINCT FROM s_was;
      ELSE
        RETURN QUERY SELECT 'already', su.public_id::text, c.activity_pid::text, su.id, c.id, c.area_id
          FROM activities_signup su
         WHERE su.shift_id = c.id AND su.person_id = p_person AND su.state IN ('applied', 'accepted', 'waitlisted');
        IF FOUND THEN
          RETURN;
        END IF;
      END IF;

      IF c.skills <> '{}' THEN
        v_documents := people_documented(c.skills);
      END IF;
      v_age := extract(year FROM age((c.starts_at AT TIME ZONE 'Asia/Shanghai')::date, s.birth_date));
      -- Rules for minors are read for minors alone: grown-ups must not pay for them.
      m := NULL;
      IF v_age < 18 THEN
        m := activities_minor_rules(c.area_id, (c.starts_at AT TIME ZONE 'Asia/Shanghai')::date);
      END IF;
      v_no := CASE
        WHEN c.state <> 'published' THEN 'not_open'
        WHEN s.registration_id IS NULL THEN 'not_registered'
        WHEN s.failed_at IS NOT NULL THEN 'check_failed'
        WHEN v_age < 18 AND NOT c.minors_welcome THEN 'minors_not_welcome'
        WHEN s.held THEN 'held'
        WHEN s.needs_guardian AND s.guardian_ok_at IS NULL THEN 'guardian_missing'
        WHEN v_age < 18 AND activities_guardian_said_no(p_person, c.id, p_account) THEN 'guardian_said_no'
        WHEN c.starts_at <= p_at THEN 'started'
        WHEN c.closed_at IS NOT NULL OR c.recruit_until <= p_at THEN 'closed'
        WHEN v_age < c.min_age THEN 'too_young'
        WHEN v_age > c.max_age THEN 'too_old'
        WHEN v_age < (m ->> 'school_below')::integer
          AND NOT (s.account_id IS DISTINCT FROM p_account AND (m ->> 'guardian_may_excuse')::boolean)
          AND activities_in_school_hours(m, c.starts_at, c.ends_at) THEN 'school_hours'
        WHEN v_age < (m ->> 'late_below')::integer AND s.account_id = p_account
          AND activities_in_late_hours(m, c.starts_at, c.ends_at) THEN 'late_hours'
        WHEN v_age < (m ->> 'company_below')::integer AND c.minors_with = 'guardian' AND s.account_id = p_account
          THEN 'company_missing'
        WHEN EXISTS (SELECT FROM unnest(c.skills) AS wanted WHERE wanted <> ALL (s.skills || v_documents))
          THEN 'skill_missing'
      END;
      EXIT WHEN v_no IS NOT NULL;

      IF EXISTS (
        SELECT 1 FROM activities_signup su
         WHERE su.state = 'accepted' AND int8range(su.person_id, su.person_id, '[]') && int8range(p_person, p_person, '[]')
           AND su.period && tstzrange(c.starts_at, c.ends_at)) THEN
        v_no := 'clash';
      END IF;
      EXIT WHEN v_no IS NOT NULL OR v_locked;

      PERFORM pg_advisory_xact_lock(hashtextextended('signup:' || p_person, 0));
      -- A licence is seen by the leader before there is a place.
      IF c.approval = 'leader' OR v_documents <> '{}' THEN
        -- FOR SHARE waits for whoever moves or closes the shift, and no longer.
        SELECT sh.starts_at, sh.ends_at INTO v_from, v_to
          FROM activities_shift sh WHERE sh.id = c.id AND sh.closed_at IS NULL FOR SHARE;
        IF FOUND THEN
          v_code := 'applied';
        END IF;
      ELSE
        v_full := c.looks_full;
        -- Try first what the row last looked like: a statement that finds the other case has queued for the lock for
        -- nothing. A place may be taken or given back meanwhile: then look again.
        FOR i IN 1..20 LOOP
          IF NOT v_full THEN
            UPDATE activities_shift sh SET taken = sh.taken + 1
             WHERE sh.id = c.id AND sh.closed_at IS NULL AND sh.taken < sh.places
            RETURNING sh.starts_at, sh.ends_at INTO v_from, v_to;
            IF FOUND THEN
              v_code := 'accepted';
              EXIT;
            END IF;
          END IF;
          v_full := false;
          -- A row that turned out to have a place stays locked by the look at it. That lock must go (a block that is undone
          -- lets go) before the place is taken: two who keep it would each wait for the other.
          BEGIN
            SELECT sh.starts_at, sh.ends_at INTO v_from, v_to FROM activities_shift sh
             WHERE sh.id = c.id AND sh.closed_at IS NULL AND sh.taken >= sh.places FOR SHARE;
            IF NOT FOUND THEN
              RAISE EXCEPTION 'a place is free' USING ERRCODE = 'BY001';
            END IF;
            v_code := 'waitlisted';
            EXIT;
          EXCEPTION WHEN SQLSTATE 'BY001' THEN
            v_from := NULL;
          END;
        END LOOP;
      END IF;
      IF v_code IS NULL THEN
        v_no := 'closed';
        EXIT;
      END IF;
      -- Whoever withdraws a consent or ends the registration after this finds the sign-up; whoever did so before is read.
      PERFORM FROM people_registration r WHERE r.id = s.registration_id FOR SHARE;
      v_locked := true;
      c_was := c;
      s_was := s;
    END LOOP;
    -- The letters were made of other times or words than those that hold: who called makes them anew.
    IF v_no IS NULL AND (p_letters ->> 'revision')::integer <> c.revision THEN
      v_no := 'changed';
    END IF;
    IF v_no IS NOT NULL THEN
      IF v_locked THEN
        -- Gives the place and its lock back.
        RAISE EXCEPTION 'no sign-up' USING ERRCODE = 'BY002';
      END IF;
      RETURN QUERY SELECT v_no, NULL::text, c.activity_pid::text, NULL::bigint, NULL::bigint, NULL::bigint;
      RETURN;
    END IF;
    INSERT INTO activities_signup
      (public_id, shift_id, person_id, state, period, signed_up_at, accepted_at, reason, by_id, county_id)
    VALUES (p_signup, c.id, p_person, v_code, tstzrange(v_from, v_to), p_at,
            CASE WHEN v_code = 'accepted' THEN p_at END, '', p_account, c.county_id)
    RETURNING id INTO v_signup;
  EXCEPTION
    WHEN SQLSTATE 'BY002' THEN
      RETURN QUERY SELECT v_no, NULL::text, c.activity_pid::text, NULL::bigint, NULL::bigint, NULL::bigint;
      RETURN;
    WHEN exclusion_violation THEN
      RETURN QUERY SELECT 'clash', NULL::text, c.activity_pid::text, NULL::bigint, NULL::bigint, NULL::bigint;
      RETURN;
    WHEN deadlock_detected THEN
      RETURN QUERY SELECT 'busy', NULL::text, c.activity_pid::text, NULL::bigint, NULL::bigint, NULL::bigint;
      RETURN;
    WHEN unique_violation THEN
      RETURN QUERY SELECT 'already', su.public_id::text, c.activity_pid::text, su.id, c.id, c.area_id
        FROM activities_signup su
       WHERE su.shift_id = c.id AND su.person_id = p_person AND su.state IN ('applied', 'accepted', 'waitlisted');
      RETURN;
  END;

  INSERT INTO kit_auditevent
    (at, action, account_id, person_id, appointment_id, role, label, subject_type, subject_id, area_id, county_id, ok,
     detail, ip, device)
  VALUES (p_at, 'SignupMade', p_account, p_person, p_appointment, p_role, left(p_label, 64), 'signup', v_signup,
          c.area_id, c.county_id, true,
          jsonb_build_object('shift_id', c.id, 'person_id', p_person, 'state', v_code),
          p_ip, left(p_device, 64));
  IF p_letters IS NOT NULL THEN
    PERFORM notices_write_in_app(p_signup, s.public_id::text, 'signup_made', p_letters -> v_code ->> 0,
                                 p_letters -> v_code -> 1, '/activities/' || c.activity_pid || '/', p_at, c.area_id);
  END IF;
  RETURN QUERY SELECT v_code, p_signup, c.activity_pid::text, v_signup, c.id, c.area_id;
END $$;
