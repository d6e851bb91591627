-- 0026_ref: what the log calls a person never looks like an identifikator.
--
-- Locks: none that matter.
-- Undo:  folger.ref as 0022_glemsel has it.
--
-- Of two hundred refs one had eleven digits in a row, and was masked in the log as an identifikator is.
-- Those that folger.glemt holds stay as they are: what they were in the logs of their time.

create or replace function folger.ref(identifikator text) returns text
language sql stable set search_path = '' as $$
  select left(hash.hex, 6) || '-' || substr(hash.hex, 7, 6)
    from folger.hemmelighet
   cross join lateral encode(folger.hmac_sha256(hemmelighet.verdi, convert_to(identifikator, 'utf8')), 'hex') as hash (hex)
   where hemmelighet.navn = 'ref'
$$;
