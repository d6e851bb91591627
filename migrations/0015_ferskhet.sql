-- 0015_ferskhet: how fresh the tables are, told at little cost however much waits, and what holds up the feed.
--
-- Locks: folger.ventende_oppslag and folger.parkert_oppslag against writing while their indexes are made,
--        a second per million rows; folger.posisjon for an instant.
-- Undo:  drop function skatt.er_ferskt_til; drop view skatt.ferskhet, skatt.holdt_tilbake; make skatt.ferskhet
--        anew as in 0012_drift; drop function skatt.antall_ventende, folger.andel_ventende;
--        drop index folger.ventende_oppslag_liste, folger.parkert_oppslag_liste;
--        alter table folger.posisjon drop column hode, drop column hode_at;
--
-- With ten million rows that wait, counting them took seconds, and status pages and consumers ask often.
-- Now the oldest of a list is the first entry of an index, and a count is exact as long as it is small.

alter table folger.posisjon
  add column hode    bigint,
  add column hode_at timestamptz;
comment on column folger.posisjon.hode is
  'The highest number that the list was seen to have, by its start service; null: never asked. The posisjon may be beyond it.';
comment on column folger.posisjon.hode_at is 'When that was.';

create index ventende_oppslag_liste on folger.ventende_oppslag (konsument, liste, aarsak, ajour_foer_at nulls first, eldste_mottatt_at);
create index parkert_oppslag_liste  on folger.parkert_oppslag  (konsument, liste, aarsak, ajour_foer_at nulls first);

create function folger.andel_ventende(kolonne text, verdi text) returns real
language sql stable as $$
  select coalesce(max(most_common_freqs[array_position(most_common_vals::text::text[], verdi)]), 0)
    from pg_stats
   where (schemaname, tablename, attname) = ('folger', 'ventende_oppslag', kolonne)
$$;
comment on function folger.andel_ventende is
  'The share of folger.ventende_oppslag that had this value when Postgres last took its statistics.';

create function skatt.antall_ventende(konsument text, liste text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  nok constant integer := 10000;
  antall bigint;
begin
  select count(*)
    into antall
    from (select 1
            from folger.ventende_oppslag as v
           where v.konsument = antall_ventende.konsument
             and v.liste = antall_ventende.liste
           limit nok) as noen;
  if antall < nok then
    return antall;
  end if;
  -- As the planner estimates: rows per page when they were last counted, by the pages of today.
  select reltuples / nullif(relpages, 0) * (pg_relation_size(oid) / current_setting('block_size')::integer)
         * folger.andel_ventende('konsument', konsument) * folger.andel_ventende('liste', liste)
    into antall
    from pg_class
   where oid = 'folger.ventende_oppslag'::regclass;
  return greatest(nok, antall);
end $$;
comment on function skatt.antall_ventende is
  'How many keys of a list are still to be looked up: exact below 10,000, and from there on what Postgres'' statistics say.';

create view skatt.holdt_tilbake as
  select skjult.endret_at as siden_at,
         holder.pid,
         holder.database,
         holder.begynte_at
    from (select endring.endret_at
            from skatt.endring
           where endring.transaksjon >= pg_snapshot_xmin(pg_current_snapshot())
           order by endring.transaksjon, endring.endringsnummer
           limit 1) as skjult
    left join lateral (
      select aapen.pid, aapen.database, aapen.begynte_at
        from (select pid, datname::text as database, xact_start as begynte_at, backend_xid as xid
                from pg_stat_activity
               where backend_xid is not null
               union all
              select null, database::text, prepared, transaction
                from pg_prepared_xacts) as aapen
       order by age(aapen.xid) desc
       limit 1
    ) as holder on true;
comment on view skatt.holdt_tilbake is
  'Why the change feed is late: one row while a change is written that it does not show yet, because a transaction that began before is still open, somewhere on this database server. No row: it shows everything.';
comment on column skatt.holdt_tilbake.siden_at is 'When the oldest change was written that is not shown: now() minus this is how late the feed is. [teknisk]';
comment on column skatt.holdt_tilbake.pid is 'The process of the oldest transaction with changes that is open; null for a prepared one. [teknisk]';
comment on column skatt.holdt_tilbake.database is 'The database that it is in. [teknisk]';
comment on column skatt.holdt_tilbake.begynte_at is 'When it began; null where the role that asks may not see it. [teknisk]';

create or replace view skatt.ferskhet as
  select posisjon.konsument,
         posisjon.liste,
         case when folger.er_pauset('liste', posisjon.liste, posisjon.konsument) then 'pauset'
              else posisjon.tilstand end                                   as tilstand,
         posisjon.neste_sekvensnummer,
         posisjon.lest_at,
         posisjon.ajour_at,
         posisjon.siste_registrering_at,
         skatt.antall_ventende(posisjon.konsument, posisjon.liste)         as ventende,
         ventende.eldste_mottatt_at                                        as eldste_ventende_at,
         (select count(*)
            from folger.parkert_oppslag as p
           where p.konsument = posisjon.konsument
             and p.liste = posisjon.liste)                                 as parkert,
         case
           when (ventende.eldste_mottatt_at is null or ventende.ajour_foer_at is not null)
            and (parkert.eldste_mottatt_at is null or parkert.ajour_foer_at is not null)
           then least(posisjon.ajour_at, ventende.ajour_foer_at, parkert.ajour_foer_at)
         end                                                               as gjenspeiler_til,
         greatest(posisjon.hode, posisjon.neste_sekvensnummer - 1)         as hode,
         case when posisjon.hode >= posisjon.neste_sekvensnummer then posisjon.hode_at
              else posisjon.lest_at end                                    as hode_at,
         holdt_tilbake.siden_at                                            as endringer_holdt_siden_at,
         holdt_tilbake.pid                                                 as endringer_holdt_av_pid,
         holdt_tilbake.database                                            as endringer_holdt_av_database
    from folger.posisjon
    left join lateral (
      select v.ajour_foer_at, v.eldste_mottatt_at
        from folger.ventende_oppslag as v
       where v.konsument = posisjon.konsument
         and v.liste = posisjon.liste
         and v.aarsak = 'hendelse'
       order by v.ajour_foer_at nulls first, v.eldste_mottatt_at
       limit 1
    ) as ventende on true
    left join lateral (
      select p.ajour_foer_at, p.eldste_mottatt_at
        from folger.parkert_oppslag as p
       where p.konsument = posisjon.konsument
         and p.liste = posisjon.liste
         and p.aarsak = 'hendelse'
       order by p.ajour_foer_at nulls first
       limit 1
    ) as parkert on true
    left join skatt.holdt_tilbake on true;
comment on column skatt.ferskhet.ventende is 'Keys that are still to be looked up: exact below 10,000, an estimate from there on.';
comment on column skatt.ferskhet.hode is 'The highest number that the list is known to have. Where it is neste_sekvensnummer - 1, nothing beyond the posisjon is known.';
comment on column skatt.ferskhet.hode_at is 'When that was seen.';
comment on column skatt.ferskhet.endringer_holdt_siden_at is 'When the oldest change was written that the feed does not show yet, because of a transaction that is open; null: it shows all. The same for every list, as in skatt.holdt_tilbake.';
comment on column skatt.ferskhet.endringer_holdt_av_pid is 'The process that it waits for.';
comment on column skatt.ferskhet.endringer_holdt_av_database is 'The database that that process is in.';

create function skatt.er_ferskt_til(tidspunkt timestamptz, lister text[] default null, konsument text default null)
returns boolean
language sql stable as $$
  select coalesce(bool_and(coalesce(ferskhet.gjenspeiler_til >= tidspunkt, false)), false)
         and coalesce(lister <@ array_agg(ferskhet.liste), lister is null)
    from skatt.ferskhet
   where (er_ferskt_til.lister is null or ferskhet.liste = any (er_ferskt_til.lister))
     and (er_ferskt_til.konsument is null or ferskhet.konsument = er_ferskt_til.konsument)
$$;
comment on function skatt.er_ferskt_til is
  'Whether the tables reflect every event that was visible before that time: of all lists, or of those named. False for a list that is not followed. Up to yesterday 24:00: skatt.er_ferskt_til(date_trunc(''day'', now(), ''Europe/Oslo'')).';
