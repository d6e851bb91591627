-- 0021_feilklasse: of what kind the fault is that has paused an API: whether waiting ends it, or a person.
--
-- Locks: folger.api_tilstand for an instant, it has a row per API and konsument.
-- Undo:  alter table folger.api_tilstand drop column feilklasse;

alter table folger.api_tilstand add column feilklasse text;
comment on column folger.api_tilstand.feilklasse is 'Its class, such as FORBIDDEN or UNAVAILABLE.';
