-- The guarded sign-up as one prepared statement, with the message that it writes: each call takes the next person from
-- the work list.
WITH k AS MATERIALIZED (SELECT nextval('bench_seq') AS n)
SELECT r.code FROM k JOIN bench_work w ON w.n = k.n,
  LATERAL activities_sign_up(w.shift, w.person, w.account, now(), substr(md5(random()::text), 1, 12),
                             p_letters => w.letters) r;
