-- 0023_gjenlesing: re-reads that operators have asked for: their events' nøkler are looked up again.
--
-- Locks: none that matter; everything is new.
-- Undo:  drop function drift.reread, drift.reread_avbryt; drop table folger.gjenlesing;

create table folger.gjenlesing (
  nummer     bigint      generated always as identity primary key,
  konsument  text        collate "C" not null,
  liste      text        collate "C" not null,
  fra        bigint      not null,
  til        bigint      not null,
  neste      bigint      not null,
  versjon    bigint      not null default nextval('folger.versjon'),
  hendelser  bigint      not null default 0,
  manglet    bigint      not null default 0,
  nokler     bigint      not null default 0,
  bestilt_at timestamptz not null default now(),
  bestilt_av text        not null default session_user,
  ferdig_at  timestamptz,
  avbrutt    boolean     not null default false
) with (fillfactor = 50);
create index gjenlesing_uferdig on folger.gjenlesing (konsument, liste, nummer) where ferdig_at is null;
comment on table folger.gjenlesing is
  'Re-reads of a list, and how far they are. They do not move the posisjon; one at a time for each list, the oldest first.';
comment on column folger.gjenlesing.til is 'The first number that is not read again: at most the posisjon when it was asked for.';
comment on column folger.gjenlesing.neste is 'The next number to ask for. Moves in the transaction in which the nøkler of the page before it begin to wait.';
comment on column folger.gjenlesing.versjon is
  'What was looked up with a higher versjon has been looked up since it was asked for, and is not asked about again.';
comment on column folger.gjenlesing.hendelser is 'Events read so far.';
comment on column folger.gjenlesing.manglet is 'Of these, those that were not stored.';
comment on column folger.gjenlesing.nokler is 'Nøkler that have begun to wait.';

create function drift.reread(
  liste text, fra_sekvensnummer bigint, til_sekvensnummer bigint default null,
  konsument text default 'egen', dry_run boolean default false
) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
  naa record;
  slutt bigint;
  forste bigint;
begin
  select posisjon.neste_sekvensnummer, posisjon.tilstand
    from folger.posisjon
   where posisjon.konsument = reread.konsument and posisjon.liste = reread.liste
    into naa;
  if not found then
    raise exception using errcode = 'HF001', message = format(
      'there is no posisjon of the list %s for %s. These have one: %s', liste, konsument,
      (select coalesce(string_agg(posisjon.liste || ' (' || posisjon.konsument || ')', ', '), 'none') from folger.posisjon));
  end if;
  if naa.tilstand = 'gap' then
    raise exception using errcode = 'HF001', message = 'the list is in gap: its numbers mean other events than those that are stored';
  end if;
  slutt := least(naa.neste_sekvensnummer, coalesce(til_sekvensnummer + 1, naa.neste_sekvensnummer));
  if fra_sekvensnummer < 1 or fra_sekvensnummer >= slutt then
    raise exception using errcode = 'HF001', message = format(
      'there is nothing from %s up to %s to read again: the list has been read up to %s',
      fra_sekvensnummer, coalesce(til_sekvensnummer, naa.neste_sekvensnummer - 1), naa.neste_sekvensnummer - 1);
  end if;

  select min(stored.sekvensnummer)
    from folger.hendelse as stored
   where stored.konsument = reread.konsument and stored.liste = reread.liste
    into forste;
  with again as (
    select stored.sekvensnummer, stored.identifikator, coalesce(stored.gjelder_periode, '') as periode
      from folger.hendelse as stored
     where stored.konsument = reread.konsument
       and stored.liste = reread.liste
       and stored.sekvensnummer >= fra_sekvensnummer
       and stored.sekvensnummer < slutt
  ),
  nokkel as (
    select distinct fulgt.oppslag, again.identifikator, case when fulgt.har_periode then again.periode else '' end as periode
      from again
      join folger.fulgt_oppslag as fulgt
        on fulgt.konsument = reread.konsument and fulgt.liste = reread.liste
     where again.identifikator is not null
       and (not fulgt.bare_bevakede or exists (
         select 1
           from folger.bevaking as watched
          where watched.konsument = reread.konsument
            and watched.identifikator = again.identifikator
            and folger.periode_bevakes(watched.gjelder_periode, again.periode)))
  ),
  per_oppslag as (
    select nokkel.oppslag, count(*) as antall
      from nokkel
     where not exists (
       select 1
         from folger.ventende_oppslag as pending
        where pending.konsument = reread.konsument
          and pending.oppslag = nokkel.oppslag
          and pending.identifikator = nokkel.identifikator
          and pending.gjelder_periode = nokkel.periode)
     group by nokkel.oppslag
  )
  select (select count(*) from again), coalesce(sum(per_oppslag.antall), 0), coalesce(sum(per_oppslag.antall), 0),
         folger.anslag(array_agg(per_oppslag.oppslag), array_agg(per_oppslag.antall))
    from per_oppslag
    into virkning.hendelser, virkning.nokler, virkning.kall, virkning.anslag;
  if forste is null or fra_sekvensnummer < forste then
    virkning.merknad := format('events below %s are not stored, and are not counted', coalesce(forste, slutt));
  end if;

  if exists (
    select 1
      from folger.gjenlesing as asked
     where asked.konsument = reread.konsument and asked.liste = reread.liste and asked.ferdig_at is null
       and asked.fra = fra_sekvensnummer and asked.til = slutt
  ) then
    virkning.merknad := 'the same re-read is under way already';
    return virkning;
  end if;
  virkning.rader := 1;
  if dry_run then
    return virkning;
  end if;
  insert into folger.gjenlesing as asked (konsument, liste, fra, til, neste)
  values (reread.konsument, reread.liste, fra_sekvensnummer, slutt, fra_sekvensnummer);
  perform folger.noter('reread', jsonb_build_object('liste', liste, 'konsument', konsument,
    'fra', fra_sekvensnummer, 'til', slutt - 1));
  return virkning;
end $$;
comment on function drift.reread is
  'Reads a list''s events again, from one number up to another, and looks up what they are about, after everything live; the posisjon stays. By default up to the posisjon. hendelser and nokler are counted from the events that are stored.';

create function drift.reread_avbryt(
  liste text, konsument text default 'egen', dry_run boolean default false
) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
begin
  begin
    update folger.gjenlesing as asked
       set ferdig_at = now(), avbrutt = true
     where asked.konsument = reread_avbryt.konsument
       and asked.liste = reread_avbryt.liste
       and asked.ferdig_at is null;
    get diagnostics virkning.rader = row_count;
    if virkning.rader = 0 then virkning.merknad := 'none is under way'; end if;
    if dry_run then raise exception using errcode = 'HF999'; end if;
    if virkning.rader > 0 then
      perform folger.noter('reread', jsonb_build_object('liste', liste, 'konsument', konsument, 'avbrutt', true));
    end if;
  exception when sqlstate 'HF999' then null;
  end;
  return virkning;
end $$;
comment on function drift.reread_avbryt is
  'Ends the re-reads of a list that are under way. What waits already is looked up.';
