-- 0007_gjenoppretting: the change feed tells its readers when the database was restored from a backup.
--
-- Locks: none that matter; skatt.endringer_etter is replaced at once.
-- Undo:  drop function drift.gjenopprettet, skatt.endringer_slutt; drop table skatt.strom; and make
--        skatt.endringer_etter anew as in 0002.
--
-- A place in the feed is a transaction's number. After a restore those numbers are handed out again,
-- and on another server they are others altogether: a reader that went on from its old place would
-- miss changes for ever, and nobody would notice. So a restore adds `forskyvning` to the numbers, far
-- above any that was handed out before, and older places are refused.

create schema if not exists drift;
comment on schema drift is 'What operators call. Everything here is recorded in folger.revisjon.';

create table skatt.strom (
  bare_en          boolean     primary key default true check (bare_en),
  forskyvning      bigint      not null default 0,
  begynner         xid8        not null default '0',
  gjenopprettet_at timestamptz
);
comment on table skatt.strom is 'The change feed itself, in one row: where it begins, and when the database was last restored from a backup.';
comment on column skatt.strom.bare_en is 'There is one row.';
comment on column skatt.strom.forskyvning is 'What is added to endring.transaksjon for readers of the feed: more after each restore, so that no place is given twice.';
comment on column skatt.strom.begynner is 'Places before this one are from before the restore, and are refused.';
comment on column skatt.strom.gjenopprettet_at is 'When the database was last restored; null: never.';
insert into skatt.strom default values;

create or replace function skatt.endringer_etter(
  etter_transaksjon xid8,
  etter_nummer      bigint,
  antall            integer,
  bare_oppslag      text[] default null
) returns setof skatt.endring
language plpgsql stable as $$
declare
  strom  skatt.strom;
  naa    pg_snapshot := pg_current_snapshot();
  etter  xid8;
begin
  select s.bare_en, s.forskyvning, s.begynner, s.gjenopprettet_at into strom from skatt.strom as s;
  if etter_transaksjon = '0' then
    etter := '0';
  else
    if etter_transaksjon < strom.begynner then
      raise exception 'this place in the change feed is from before the database was restored at %', strom.gjenopprettet_at
        using errcode = 'object_not_in_prerequisite_state',
              hint    = 'Read the tables anew: take skatt.endringer_slutt(), then read the rows, then go on from the place taken.';
    end if;
    etter := (etter_transaksjon::text::bigint - strom.forskyvning)::text::xid8;
    -- A standby may lag behind the server that the place was read on.
    if etter > pg_snapshot_xmax(naa) and not pg_is_in_recovery() then
      raise exception 'this place in the change feed is ahead of the feed: it is another database''s, or the database was restored from a backup'
        using errcode = 'object_not_in_prerequisite_state',
              hint    = 'Read the tables anew: take skatt.endringer_slutt(), then read the rows, then go on from the place taken. After a restore an operator runs "hendelsesfolger restored" first.';
    end if;
  end if;

  -- Below the oldest transaction still running nothing can appear any more, so a reader that goes
  -- on from the last row it got misses none. The price: one long transaction holds up the feed.
  return query
    select (endring.transaksjon::text::bigint + strom.forskyvning)::text::xid8, endring.endringsnummer,
           endring.konsument, endring.oppslag, endring.identifikator, endring.gjelder_periode,
           endring.type, endring.endret_at
      from skatt.endring
     where (endring.transaksjon, endring.endringsnummer) > (etter, etter_nummer)
       and endring.transaksjon < pg_snapshot_xmin(naa)
       and (bare_oppslag is null or endring.oppslag = any (bare_oppslag))
     order by endring.transaksjon, endring.endringsnummer
     limit antall;
end $$;

create function skatt.endringer_slutt() returns table (transaksjon xid8, endringsnummer bigint)
language sql stable as $$
  select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + strom.forskyvning)::text::xid8, 0::bigint
    from skatt.strom
$$;
comment on function skatt.endringer_slutt is
  'The place where the change feed ends now: rows read after this call hold every change before it, and skatt.endringer_etter goes on from it. For a reader that begins, or begins anew.';

create function drift.gjenopprettet() returns void
language plpgsql security definer set search_path = '' as $$
declare
  -- More transactions than the lost ones can have been: 30 years of a thousand a second.
  langt constant bigint := 1::bigint << 40;
  naa   constant bigint := pg_current_xact_id()::text::bigint;
  -- Also what still runs gets a place after the new beginning.
  eldst constant bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
  brukt bigint;
begin
  lock table skatt.endring in exclusive mode;
  select greatest(s.begynner::text::bigint, naa + s.forskyvning,
                  (select max(e.transaksjon::text::bigint) + s.forskyvning from skatt.endring as e))
    into brukt
    from skatt.strom as s;
  -- Their numbers are another server's, or are handed out again; every reader begins anew.
  delete from skatt.endring;
  update skatt.strom
     set forskyvning      = brukt + langt - eldst,
         begynner         = (brukt + langt)::text::xid8,
         gjenopprettet_at = now();
  insert into folger.revisjon (bruker, kommando) values (session_user, 'restored');
end $$;
comment on function drift.gjenopprettet is
  'To be called once after the database was restored from a backup, before the daemon starts: readers of the change feed are told to read the tables anew.';
revoke execute on function drift.gjenopprettet from public;
