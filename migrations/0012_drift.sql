-- 0012_drift: the operator's commands as functions, and what they leave behind.
--
-- Locks: folger.posisjon for an instant, to check and drop what a pause was before; folger.parkert_oppslag
--        and folger.oppslagslogg for an instant: a column with a constant default is no rewrite.
-- Undo:  drop type drift.virkning cascade; drop table folger.pause, folger.ordre;
--        drop function folger.er_pauset, folger.anslag, folger.noter, folger.krev_konsument, folger.krev_bevakbare,
--        folger.krev_ett_maal, folger.umulig_bevaking;
--        alter table folger.parkert_oppslag drop column nyeste_sekvensnummer;
--        alter table folger.oppslagslogg drop column millisekunder;

create schema if not exists drift;
comment on schema drift is
  'For operators: each function is the command of its name. It says what it has done, or, with dry_run => true, what it would do; what it has done is a row of folger.revisjon.';

create type drift.virkning as (
  rader     bigint,
  hendelser bigint,
  nokler    bigint,
  kall      bigint,
  anslag    interval,
  merknad   text
);
comment on type drift.virkning is
  'What a command does. rader: of what the command is about, such as pauses or rows of the watch list. hendelser: events read again. nokler: those that begin to wait, or are held back by a pause. kall: calls that this leads to, if each is answered at the first try. anslag: how long these take with five at a time per API, by the mean of the last seven days. merknad: what else is worth knowing; never personal data.';

create table folger.ordre (
  en     boolean primary key default true check (en),
  nummer bigint  not null default 0
) with (fillfactor = 10);
insert into folger.ordre default values;
comment on table folger.ordre is
  'Grows with each command of an operator. Every replica looks at it once a second, so that a command takes effect within two.';

create table folger.pause (
  art       text        collate "C" not null,
  navn      text        collate "C" not null,
  konsument text        collate "C" not null,
  pauset_at timestamptz not null default now(),
  pauset_av text        not null default session_user,
  primary key (art, navn, konsument)
);
comment on table folger.pause is
  'What operators have paused: it is not read, or not called, until they resume it. Outlives every restart.';
comment on column folger.pause.art is 'liste: navn is not read. api: navn is not called. alt: neither, for anything; navn is *.';
comment on column folger.pause.konsument is 'For whom; * for everybody.';

-- A pause is a row of its own now: what the list is in beneath it (gap, feil) is not lost.
update folger.posisjon set tilstand = 'leser' where tilstand = 'pauset';
alter table folger.posisjon
  drop column pauset_at,
  drop constraint posisjon_tilstand_check,
  add constraint posisjon_tilstand_check check (tilstand in ('leser', 'ajour', 'feil', 'gap'));

alter table folger.parkert_oppslag add column nyeste_sekvensnummer bigint;
comment on column folger.parkert_oppslag.nyeste_sekvensnummer is 'As in folger.ventende_oppslag.';

alter table folger.oppslagslogg add column millisekunder bigint not null default 0;
comment on column folger.oppslagslogg.millisekunder is 'How long the calls took, all together.';

create function folger.er_pauset(hva text, hvilken text, hvem text) returns boolean
language sql stable as $$
  select exists (
    select 1
      from folger.pause as paused
     where paused.konsument in ('*', hvem)
       and (paused.art = 'alt' or paused.art = hva and paused.navn = hvilken))
$$;
comment on function folger.er_pauset is 'Whether a list (hva = liste) or API (hva = api) is paused for a konsument.';

create function folger.anslag(hvilke text[], antall bigint[]) returns interval
language sql stable as $$
  -- APIs are called side by side: the one that takes longest decides.
  select coalesce(max(per_api.ms), 0) / 5 * interval '1 millisecond'
    from (
      select sum(wanted.antall * coalesce(seen.ms, 300)) as ms
        from unnest(hvilke, antall) as wanted (oppslag, antall)
        left join lateral (
          select sum(logged.millisekunder) / nullif(sum(logged.antall), 0) as ms
            from folger.oppslagslogg as logged
           where logged.oppslag = wanted.oppslag
             and logged.time > now() - interval '7 days'
             and logged.millisekunder > 0
        ) as seen on true
       group by (select min(fulgt.api) from folger.fulgt_oppslag as fulgt where fulgt.oppslag = wanted.oppslag)
    ) as per_api
$$;
comment on function folger.anslag is
  'How long so many calls to each oppslag take with five at a time per API: by the mean of the last seven days, else with 300 ms each.';

create function folger.noter(hva text, hvordan jsonb) returns void
language sql as $$
  insert into folger.revisjon (bruker, kommando, argumenter)
  values (session_user, hva, jsonb_strip_nulls(hvordan));
  update folger.ordre set nummer = nummer + 1
$$;
comment on function folger.noter is
  'Records an operator''s command, and has every replica look. The arguments are without identifikatorer.';

create function folger.krev_konsument(hvem text) returns void
language plpgsql as $$
begin
  if exists (select 1 from folger.bevakingsliste)
    and not exists (select 1 from folger.bevakingsliste where konsument = hvem) then
    raise exception using errcode = 'HF001', message = format(
      'there is no konsument %s: these are followed: %s', hvem,
      (select string_agg(konsument, ', ' order by konsument) from folger.bevakingsliste));
  end if;
end $$;
comment on function folger.krev_konsument is 'Fails unless the daemon has been started for that konsument.';

create function folger.umulig_bevaking(ident text, periode text) returns text
language sql immutable parallel safe as $$
  select case
           when ident is null or ident !~ '^(\d{9}|\d{11})$' then 'the identifikator is neither 11 nor 9 digits'
           when periode is null or periode <> '*' and periode !~ '^\d{4}(-(0[1-9]|1[0-2]))?$' then 'the period is neither a year, a month such as 2023-01, nor *'
         end
$$;
comment on function folger.umulig_bevaking is 'Why something can not be on the watch list; null when it can.';

create function folger.krev_bevakbare(identer text[], perioder text[]) returns void
language plpgsql as $$
declare
  feil text;
begin
  select format('number %s of %s: %s', nummer, cardinality(identer), folger.umulig_bevaking(ident, periode))
    from unnest(identer, perioder) with ordinality as wanted (ident, periode, nummer)
   where folger.umulig_bevaking(ident, periode) is not null
   order by nummer
   limit 1
    into feil;
  if feil is not null then
    raise exception using errcode = 'HF001', message = feil;
  end if;
end $$;
comment on function folger.krev_bevakbare is 'Fails at the first that can not be on the watch list, and says which by its number alone.';

create function folger.krev_ett_maal(liste text, api text, alt boolean) returns text
language plpgsql as $$
declare
  kjente text;
begin
  if (liste is not null)::int + (api is not null)::int + alt::int <> 1 then
    raise exception using errcode = 'HF001', message = 'say one of these: a list, an API, or all';
  end if;
  if alt then return 'alt'; end if;
  if not exists (
    select 1
      from folger.fulgt_oppslag as fulgt
     where fulgt.liste = krev_ett_maal.liste or fulgt.api = krev_ett_maal.api
  ) then
    select string_agg(distinct case when krev_ett_maal.liste is null then fulgt.api else fulgt.liste end, ', ')
      from folger.fulgt_oppslag as fulgt
      into kjente;
    raise exception using errcode = 'HF001', message = format(
      'there is no %s, only %s', coalesce('list ' || liste, 'API ' || api), coalesce(kjente, 'none: start the daemon once'));
  end if;
  return case when liste is null then 'api' else 'liste' end;
end $$;
comment on function folger.krev_ett_maal is
  'Fails unless one of a list, an API or all is meant, and it is one that is followed. Returns which, as in folger.pause.art.';

-- A dry run is the command itself, undone: so it can not say anything else than what then happens.
-- The variables of the block that was undone keep their values. HF999 says that it is undone, HF001 is
-- what an operator gets to read; a code that ends in 000 would stand for its whole class.

create function drift.watch_add(
  identifikatorer text[], perioder text[] default null, konsument text default 'egen',
  kilde text default 'sql', prioritet smallint default 0, dry_run boolean default false
) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  alle text[] := coalesce(perioder, array_fill('*'::text, array[cardinality(identifikatorer)]));
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
begin
  perform folger.krev_konsument(konsument);
  perform folger.krev_bevakbare(identifikatorer, alle);
  begin
    select added.nye, added.ventende, added.ventende
      from folger.bevak(konsument, identifikatorer, alle, kilde, prioritet) as added
      into virkning.rader, virkning.nokler, virkning.kall;
    virkning.merknad := 'the calls are for events that are held; first loading as FORSTE_LASTING says comes to them';
    if dry_run then raise exception using errcode = 'HF999'; end if;
    perform folger.noter('watch add', jsonb_build_object(
      'konsument', konsument, 'kilde', kilde, 'antall', cardinality(identifikatorer), 'nye', virkning.rader));
  exception when sqlstate 'HF999' then null;
  end;
  return virkning;
end $$;
comment on function drift.watch_add is
  'Puts identifikatorer on the watch list, each with a period or, by default, all. rader: those that were not there.';

create function drift.watch_remove(
  identifikatorer text[], perioder text[] default null, konsument text default 'egen',
  slett boolean default false, dry_run boolean default false
) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  alle text[] := coalesce(perioder, array_fill('*'::text, array[cardinality(identifikatorer)]));
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
  slettet bigint;
begin
  perform folger.krev_konsument(konsument);
  perform folger.krev_bevakbare(identifikatorer, alle);
  begin
    select removed.fjernet, removed.slettet
      from folger.slutt_aa_bevake(konsument, identifikatorer, alle, slett) as removed
      into virkning.rader, slettet;
    if slett then
      virkning.merknad := format('%s opplysninger erased', slettet);
    end if;
    if dry_run then raise exception using errcode = 'HF999'; end if;
    perform folger.noter('watch remove', jsonb_build_object(
      'konsument', konsument, 'antall', cardinality(identifikatorer), 'fjernet', virkning.rader,
      'slett', slett, 'slettet', slettet));
  exception when sqlstate 'HF999' then null;
  end;
  return virkning;
end $$;
comment on function drift.watch_remove is
  'Takes identifikatorer off the watch list, and erases what is stored about them where slett is true. With a period only that row and that data. rader: those that were there.';

create function drift.pause(
  liste text default null, api text default null, alt boolean default false,
  konsument text default null, dry_run boolean default false
) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  hva text := folger.krev_ett_maal(liste, api, alt);
  hvilken text := coalesce(liste, api, '*');
  hvem text := coalesce(konsument, '*');
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
begin
  if konsument is not null then perform folger.krev_konsument(konsument); end if;
  begin
    insert into folger.pause (art, navn, konsument) values (hva, hvilken, hvem)
        on conflict on constraint pause_pkey do nothing;
    get diagnostics virkning.rader = row_count;
    select count(*)
      from folger.ventende_oppslag as pending
      join folger.fulgt_oppslag as fulgt using (konsument, oppslag)
     where hvem in ('*', pending.konsument)
       and (hva = 'alt' or hva = 'api' and fulgt.api = hvilken)
      into virkning.nokler;
    if virkning.rader = 0 then virkning.merknad := 'it is paused already'; end if;
    if dry_run then raise exception using errcode = 'HF999'; end if;
    perform folger.noter('pause', jsonb_build_object('art', hva, 'navn', hvilken, 'konsument', hvem));
  exception when sqlstate 'HF999' then null;
  end;
  return virkning;
end $$;
comment on function drift.pause is
  'Pauses the reading of a list, the calls to an API, or with alt both for everything. What is in flight is finished. nokler: those that are held back.';

create function drift.resume(
  liste text default null, api text default null, alt boolean default false,
  konsument text default null, accept_deletions boolean default false, dry_run boolean default false
) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  hva text := folger.krev_ett_maal(liste, api, alt);
  hvilken text := coalesce(liste, api, '*');
  hvem text := coalesce(konsument, '*');
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
begin
  if accept_deletions and hva <> 'api' then
    raise exception using errcode = 'HF001', message = 'deletions are accepted for one API';
  end if;
  if konsument is not null then perform folger.krev_konsument(konsument); end if;
  begin
    if accept_deletions then
      update folger.bryter as stopped
         set godtatt_at = now()
       where stopped.api = hvilken
         and stopped.godtatt_at is null;
      get diagnostics virkning.rader = row_count;
      if virkning.rader = 0 then
        select coalesce('its deletions are not held back. Those of these APIs are: ' || string_agg(stopped.api, ', '),
                        'no API''s deletions are held back')
          from folger.bryter as stopped
         where stopped.godtatt_at is null
          into virkning.merknad;
      end if;
    else
      delete from folger.pause as paused
       where hvem in ('*', paused.konsument)
         and (hva = 'alt' or paused.art = hva and paused.navn = hvilken);
      get diagnostics virkning.rader = row_count;
      select 'it stays paused by another pause: ' || string_agg(
               concat_ws(' ', paused.art, nullif(paused.navn, '*'), nullif(paused.konsument, '*')), ', ')
        from folger.pause as paused
       where paused.art = 'alt' or paused.art = hva and paused.navn = hvilken
        into virkning.merknad;
      if virkning.rader = 0 and virkning.merknad is null then virkning.merknad := 'it is not paused'; end if;
    end if;
    if virkning.rader > 0 and hva <> 'liste' then
      select coalesce(sum(per_oppslag.antall), 0), folger.anslag(array_agg(per_oppslag.oppslag), array_agg(per_oppslag.antall))
        from (
          select pending.oppslag, count(*) as antall
            from folger.ventende_oppslag as pending
            join folger.fulgt_oppslag as fulgt using (konsument, oppslag)
           where hvem in ('*', pending.konsument)
             and (hva = 'alt' or fulgt.api = hvilken)
           group by pending.oppslag
        ) as per_oppslag
        into virkning.nokler, virkning.anslag;
      virkning.kall := virkning.nokler;
    end if;
    if dry_run then raise exception using errcode = 'HF999'; end if;
    if virkning.rader > 0 then
      perform folger.noter('resume', jsonb_build_object('art', hva, 'navn', hvilken, 'konsument', hvem,
        'accept_deletions', nullif(accept_deletions, false)));
    end if;
  exception when sqlstate 'HF999' then null;
  end;
  return virkning;
end $$;
comment on function drift.resume is
  'Ends pauses: of a list, an API, or with alt all there are. With accept_deletions an API''s wave of deletions is stored. nokler: those that wait and go on.';

create function drift.retry(
  oppslag text default null, kode text default null, klasse text default null,
  konsument text default null, dry_run boolean default false
) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
begin
  if konsument is not null then perform folger.krev_konsument(konsument); end if;
  begin
    perform folger.laas_oppslag(per_konsument.hvem, per_konsument.hvilke)
       from (
         select parked.konsument as hvem, array_agg(distinct parked.oppslag) as hvilke
           from folger.parkert_oppslag as parked
          group by parked.konsument
          order by parked.konsument
       ) as per_konsument;
    with chosen as (
      select parked.konsument, parked.oppslag, parked.identifikator, parked.gjelder_periode, parked.liste,
             parked.nyeste_sekvensnummer, parked.eldste_mottatt_at, parked.ajour_foer_at
        from folger.parkert_oppslag as parked
       where (retry.konsument is null or parked.konsument = retry.konsument)
         and (retry.oppslag is null or parked.oppslag = retry.oppslag)
         and (retry.kode is null or parked.kode = retry.kode)
         and (retry.klasse is null or parked.feilklasse = retry.klasse)
    ),
    queued as (
      insert into folger.ventende_oppslag as pending (konsument, oppslag, identifikator, gjelder_periode, liste,
        eldste_sekvensnummer, nyeste_sekvensnummer, eldste_mottatt_at, ajour_foer_at, aarsak, prioritet)
      select chosen.konsument, chosen.oppslag, chosen.identifikator, chosen.gjelder_periode, chosen.liste,
             chosen.nyeste_sekvensnummer, chosen.nyeste_sekvensnummer, chosen.eldste_mottatt_at,
             chosen.ajour_foer_at, 'operatoer', 1
        from chosen
       order by 1, 2, 3, 4
          on conflict on constraint ventende_oppslag_pkey do nothing
      returning pending.oppslag
    ),
    per_oppslag as (
      select queued.oppslag, count(*) as antall from queued group by queued.oppslag
    )
    select (select count(*) from chosen), coalesce(sum(per_oppslag.antall), 0), coalesce(sum(per_oppslag.antall), 0),
           folger.anslag(array_agg(per_oppslag.oppslag), array_agg(per_oppslag.antall))
      from per_oppslag
      into virkning.rader, virkning.nokler, virkning.kall, virkning.anslag;
    if virkning.rader > virkning.nokler then
      virkning.merknad := format('%s of them wait already', virkning.rader - virkning.nokler);
    end if;
    if dry_run then raise exception using errcode = 'HF999'; end if;
    perform folger.noter('retry', jsonb_build_object('oppslag', oppslag, 'kode', kode, 'klasse', klasse,
      'konsument', konsument, 'nokler', virkning.nokler));
  exception when sqlstate 'HF999' then null;
  end;
  return virkning;
end $$;
comment on function drift.retry is
  'Has parked nøkler looked up again: all, or those of an oppslag, a feilkode such as SSG-006, a class of fault such as SERVER_ERROR. They stay among the parked until they are answered. rader: those chosen.';

create function drift.lookup(
  oppslag text[], identifikatorer text[], perioder text[], konsument text default 'egen',
  dry_run boolean default false
) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
  feil text;
begin
  perform folger.krev_konsument(konsument);
  select format('number %s of %s: %s', given.nummer, cardinality(lookup.oppslag),
           case when fulgt.oppslag is null then format('%s is not looked up', given.hvilken)
                when coalesce(given.ident, '') = '' then 'the identifikator is missing'
                else format('%s needs a period', given.hvilken) end)
    from unnest(lookup.oppslag, identifikatorer, perioder) with ordinality as given (hvilken, ident, periode, nummer)
    left join folger.fulgt_oppslag as fulgt
      on fulgt.konsument = lookup.konsument and fulgt.oppslag = given.hvilken
   where fulgt.oppslag is null
      or coalesce(given.ident, '') = ''
      or fulgt.har_periode and coalesce(given.periode, '') = ''
   order by given.nummer
   limit 1
    into feil;
  if feil is not null then
    raise exception using errcode = 'HF001', message = feil;
  end if;
  begin
    perform folger.laas_oppslag(konsument, (select array_agg(distinct hvilken) from unnest(lookup.oppslag) as hvilken));
    with wanted as (
      select distinct lookup.konsument collate "C" as konsument, fulgt.oppslag, given.ident collate "C" as ident,
             case when fulgt.har_periode then given.periode else '' end collate "C" as periode
        from unnest(lookup.oppslag, identifikatorer, perioder) as given (hvilken, ident, periode)
        join folger.fulgt_oppslag as fulgt
          on fulgt.konsument = lookup.konsument and fulgt.oppslag = given.hvilken
    ),
    queued as (
      insert into folger.ventende_oppslag as pending (konsument, oppslag, identifikator, gjelder_periode, aarsak, prioritet)
      select wanted.konsument, wanted.oppslag, wanted.ident, wanted.periode, 'operatoer', 1
        from wanted
       order by 1, 2, 3, 4
          on conflict on constraint ventende_oppslag_pkey do update
         set prioritet  = least(pending.prioritet, excluded.prioritet),
             forfall_at = least(pending.forfall_at, excluded.forfall_at)
      returning pending.oppslag, pending.xmax = 0 as is_new
    ),
    per_oppslag as (
      select queued.oppslag, count(*) as antall from queued where queued.is_new group by queued.oppslag
    )
    select (select count(*) from wanted), coalesce(sum(per_oppslag.antall), 0), coalesce(sum(per_oppslag.antall), 0),
           folger.anslag(array_agg(per_oppslag.oppslag), array_agg(per_oppslag.antall))
      from per_oppslag
      into virkning.rader, virkning.nokler, virkning.kall, virkning.anslag;
    if virkning.rader > virkning.nokler then
      virkning.merknad := format('%s of them wait already', virkning.rader - virkning.nokler);
    end if;
    if dry_run then raise exception using errcode = 'HF999'; end if;
    perform folger.noter('lookup', jsonb_build_object('konsument', konsument, 'nokler', virkning.nokler));
  exception when sqlstate 'HF999' then null;
  end;
  return virkning;
end $$;
comment on function drift.lookup is
  'Has these nøkler looked up now: the n-th oppslag about the n-th identifikator in the n-th period (empty where the oppslag has none). What waits for a later try is due at once. rader: different nøkler given.';

create function drift.set_position(
  liste text, sekvensnummer bigint, konsument text default 'egen',
  hopp_over boolean default false, ny_liste boolean default null, dry_run boolean default false
) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
  naa record;
begin
  if sekvensnummer < 1 then
    raise exception using errcode = 'HF001', message = 'a sekvensnummer is 1 or more';
  end if;
  begin
    -- The follower's page compares with the posisjon that it was asked from: it stores nothing now.
    select posisjon.neste_sekvensnummer, posisjon.tilstand, posisjon.overlapp_fra, posisjon.ajour_at,
           posisjon.siste_registrering_at
      from folger.posisjon
     where posisjon.konsument = set_position.konsument and posisjon.liste = set_position.liste
       for update
      into naa;
    if not found then
      raise exception using errcode = 'HF001', message = format(
        'there is no posisjon of the list %s for %s. These have one: %s', liste, konsument,
        (select coalesce(string_agg(posisjon.liste || ' (' || posisjon.konsument || ')', ', '), 'none') from folger.posisjon));
    end if;
    if naa.tilstand = 'gap' and ny_liste is null then
      raise exception using errcode = 'HF001', message =
        'the list is in gap: say whether it was set up anew (its stored events are forgotten, as its numbers mean others now) or is the same list still (they stay)';
    end if;
    if sekvensnummer > naa.neste_sekvensnummer and not hopp_over and ny_liste is not true then
      raise exception using errcode = 'HF001', message = format(
        'the numbers from %s up to %s would never be read: say that they are to be skipped', naa.neste_sekvensnummer, sekvensnummer - 1);
    end if;
    if ny_liste then
      delete from folger.hendelse as forgotten
       where forgotten.konsument = set_position.konsument and forgotten.liste = set_position.liste;
      get diagnostics virkning.hendelser = row_count;
      virkning.merknad := 'so many events are forgotten';
    else
      select count(*)
        from folger.hendelse as again
       where again.konsument = set_position.konsument
         and again.liste = set_position.liste
         and again.sekvensnummer >= set_position.sekvensnummer
         and again.sekvensnummer < naa.neste_sekvensnummer
        into virkning.hendelser;
    end if;
    update folger.posisjon as moved
       set neste_sekvensnummer   = set_position.sekvensnummer,
           tilstand              = 'leser',
           feil                  = null,
           overlapp_fra          = case when not coalesce(ny_liste, false) then least(naa.overlapp_fra, set_position.sekvensnummer) end,
           ajour_at              = case when not coalesce(ny_liste, false) and set_position.sekvensnummer <= naa.neste_sekvensnummer then naa.ajour_at end,
           siste_registrering_at = case when not coalesce(ny_liste, false) then naa.siste_registrering_at end
     where moved.konsument = set_position.konsument and moved.liste = set_position.liste;
    virkning.rader := (naa.neste_sekvensnummer <> sekvensnummer or naa.tilstand = 'gap')::int;
    if dry_run then raise exception using errcode = 'HF999'; end if;
    perform folger.noter('set-position', jsonb_build_object('liste', liste, 'konsument', konsument,
      'fra', naa.neste_sekvensnummer, 'til', sekvensnummer, 'hopp_over', nullif(hopp_over, false), 'ny_liste', ny_liste));
  exception when sqlstate 'HF999' then null;
  end;
  return virkning;
end $$;
comment on function drift.set_position is
  'Has a list read on from another number. Going back reads events again, which makes nothing wait that has been stored; skipping numbers, and going on after a gap, must be said. hendelser: those read again, or forgotten with ny_liste.';

create or replace view skatt.ferskhet as
  select posisjon.konsument,
         posisjon.liste,
         case when folger.er_pauset('liste', posisjon.liste, posisjon.konsument) then 'pauset'
              else posisjon.tilstand end as tilstand,
         posisjon.neste_sekvensnummer,
         posisjon.lest_at,
         posisjon.ajour_at,
         posisjon.siste_registrering_at,
         coalesce(ventende.antall, 0) as ventende,
         ventende.eldste_at           as eldste_ventende_at,
         coalesce(parkert.antall, 0)  as parkert,
         case
           when posisjon.ajour_at is not null and ventende.etter_at is distinct from '-infinity'
            and parkert.etter_at is distinct from '-infinity'
           then least(posisjon.ajour_at, ventende.etter_at, parkert.etter_at)
         end as gjenspeiler_til
    from folger.posisjon
    left join lateral (
      select count(*) as antall,
             min(eldste_mottatt_at) filter (where aarsak = 'hendelse') as eldste_at,
             min(coalesce(ajour_foer_at, '-infinity')) filter (where aarsak = 'hendelse') as etter_at
        from folger.ventende_oppslag as v
       where v.konsument = posisjon.konsument and v.liste = posisjon.liste
    ) as ventende on true
    left join lateral (
      select count(*) as antall,
             min(coalesce(ajour_foer_at, '-infinity')) filter (where aarsak = 'hendelse') as etter_at
        from folger.parkert_oppslag as p
       where p.konsument = posisjon.konsument and p.liste = posisjon.liste
    ) as parkert on true;
