-- The guarded check-in by live code as one prepared statement: each call takes the next person from the work list.
WITH k AS MATERIALIZED (SELECT nextval('bench_seq') AS n)
SELECT r.code FROM k JOIN bench_work w ON w.n = k.n,
  LATERAL hours_check_in(
    w.shift, w.person, w.account, now(), substr(md5(random()::text), 1, 12),
    '{"check_in_before_minutes": 60, "check_ins_per_day": 3, "self_check_in": true}') r;
