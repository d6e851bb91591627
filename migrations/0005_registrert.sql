-- 0005_registrert: when the oldest event that waits was registered, to tell how fresh its data is.
--
-- Locks: folger.ventende_oppslag for a moment; no row is rewritten.
-- Undo:  alter table folger.ventende_oppslag drop column eldste_registrert_at;

alter table folger.ventende_oppslag add column eldste_registrert_at timestamptz;
comment on column folger.ventende_oppslag.eldste_registrert_at is
  'The earliest registreringstidspunkt of the events that wait, on lists that have it. Decides nothing.';
