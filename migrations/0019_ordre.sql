-- 0019_ordre: only commands that running loops must know of wake them.
--
-- Locks: none that matter; a function is replaced at once.
-- Undo:  folger.noter as 0012_drift has it.

create or replace function folger.noter(hva text, hvordan jsonb) returns void
language sql as $$
  insert into folger.revisjon (bruker, kommando, argumenter)
  values (session_user, hva, jsonb_strip_nulls(hvordan));
  -- The others make nøkler wait or change who is followed: that is looked for anyway, and each wakening
  -- reads every list.
  update folger.ordre
     set nummer = nummer + 1
   where hva in ('pause', 'resume', 'set-position', 'reread')
$$;
comment on function folger.noter is
  'Records an operator''s command, without identifikatorer, and has every replica look where it must.';
comment on table folger.ordre is
  'Grows with each command of an operator that running loops must know of. Every replica looks at it once a second, so that a command takes effect within two.';
