-- 0004_api_tilstand: whether each API takes calls, for operators to see.
--
-- Locks: none that matter; the table is new.
-- Undo:  drop table folger.api_tilstand;

create table folger.api_tilstand (
  api       text        collate "C" primary key,
  tilstand  text        not null check (tilstand in ('kaller', 'pauset')),
  feil      text,
  siden_at  timestamptz not null default now(),
  neste_at  timestamptz,
  pauser    integer     not null default 0
) with (fillfactor = 50);
comment on table folger.api_tilstand is
  'APIs that have been paused: one row each, from its first pause on. An API without a row has never been paused.';
comment on column folger.api_tilstand.tilstand is
  'kaller: calls are made. pauset: one probe at a time, until one is answered.';
comment on column folger.api_tilstand.feil is 'The fault that paused it last, without personal data.';
comment on column folger.api_tilstand.siden_at is 'Since when it is in this tilstand.';
comment on column folger.api_tilstand.neste_at is 'When the next probe is made, while it is paused.';
comment on column folger.api_tilstand.pauser is 'Pauses in a row; 0 when the last call was answered.';
