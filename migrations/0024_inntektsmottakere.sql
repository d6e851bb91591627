-- 0024_inntektsmottakere: the watch list follows those whom employers report pension agreements for.
--
-- Locks: folger.ventende_oppslag against all while its rows are looked through, a second for ten
--        million: a reason is added to those that are known. The rest is new.
-- Undo:  drop table folger.inntektsmottaker, folger.inntektsmottakerliste;
--        drop function folger.folg_inntektsmottakere, folger.godta_frafall, folger.bestill_inntektsmottakere,
--        folger.slutt_med_inntektsmottakere, folger.ta_ut_inntektsmottakere;
--        folger.periode_bevakes as 0006_bevaking has it, drift.resume as 0013_konsumenter has it;
--        alter table folger.ventende_oppslag drop constraint ventende_oppslag_aarsak_check,
--          add constraint ventende_oppslag_aarsak_check check (aarsak in ('hendelse', 'bevaking', 'operatoer'));

alter table folger.ventende_oppslag
  drop constraint ventende_oppslag_aarsak_check,
  add constraint ventende_oppslag_aarsak_check check (aarsak in ('hendelse', 'bevaking', 'operatoer', 'plan'));
comment on column folger.ventende_oppslag.aarsak is
  'Why it is looked up: an event, the watch list, an operator, or plan: a list of inntektsmottakere, for which there are no events.';

create table folger.inntektsmottakerliste (
  konsument          text        collate "C" not null,
  opplysningspliktig text        collate "C" not null,
  bestilt_at         timestamptz not null default now(),
  neste_at           timestamptz not null,
  hentet_at          timestamptz,
  antall             bigint,
  versjon            bigint      not null default 0,
  periode            text        collate "C",
  hel                boolean,
  skjermet           boolean,
  holdt_tilbake_at   timestamptz,
  frafall            bigint,
  godtatt_at         timestamptz,
  primary key (konsument, opplysningspliktig)
);
comment on table folger.inntektsmottakerliste is
  'The lists of inntektsmottakere that the watch list follows: one for each opplysningspliktig in INNTEKTSMOTTAKERE_FOR, from when it was asked for first.';
comment on column folger.inntektsmottakerliste.opplysningspliktig is 'The employer''s organisasjonsnummer.';
comment on column folger.inntektsmottakerliste.bestilt_at is 'When the plan asked for it last.';
comment on column folger.inntektsmottakerliste.neste_at is 'When the plan asks for it next: if nothing runs then, it is asked for at the next start.';
comment on column folger.inntektsmottakerliste.hentet_at is 'When an answer was followed last.';
comment on column folger.inntektsmottakerliste.versjon is 'The versjon of the nøkkel that was answered so: an older answer that comes late is not followed (P4).';
comment on column folger.inntektsmottakerliste.antall is 'How many persons that answer named.';
comment on column folger.inntektsmottakerliste.periode is
  'The months that the agreement lets us ask about, as the rows of folger.bevaking have them: first and last, such as 2020-01/2024-08, or 2020-01/ without an end.';
comment on column folger.inntektsmottakerliste.hel is
  'Whether that answer named everybody. If not, nobody was taken for gone who was not in it.';
comment on column folger.inntektsmottakerliste.skjermet is 'Whether the API said that it keeps back what it would have told.';
comment on column folger.inntektsmottakerliste.holdt_tilbake_at is
  'Since when answers are not followed, because so many would be gone by them (P8). Its nøkkel is parked with TOO_MANY_GONE. Null: they are followed.';
comment on column folger.inntektsmottakerliste.frafall is 'How many would be gone by the answer that is held back.';
comment on column folger.inntektsmottakerliste.godtatt_at is
  'When an operator accepted that (hendelsesfolger resume --api inntektsmottakere --accept-deletions): the next answer is followed, whatever it says.';

create table folger.inntektsmottaker (
  konsument          text        collate "C" not null,
  opplysningspliktig text        collate "C" not null,
  identifikator      text        collate "C" not null,
  lagt_til_at        timestamptz not null default now(),
  bortfalt_at        timestamptz,
  primary key (konsument, opplysningspliktig, identifikator)
);
create index inntektsmottaker_identifikator on folger.inntektsmottaker (konsument, identifikator);
comment on table folger.inntektsmottaker is
  'Who is and was on a list of inntektsmottakere. Who is on one has a row with its periode in folger.bevaking; who is gone has none, as data may be fetched only of those whom the agreement is about. What is stored about them stays.';
comment on column folger.inntektsmottaker.bortfalt_at is 'Since when the list names them no longer; null while it does.';

-- As before, and stretches of months. A year is within one when all of its months are: its data is of
-- all of them.
create or replace function folger.periode_bevakes(bevaket text, periode text) returns boolean
language sql immutable parallel safe as $$
  select bevaket = '*' or periode = '' or bevaket = periode
      or case when substr(bevaket, 8, 1) = '/'
              then left(bevaket, 7) <= periode || case when length(periode) = 4 then '-01' else '' end
               and (length(bevaket) = 8
                    or substr(bevaket, 9) >= periode || case when length(periode) = 4 then '-12' else '' end)
              else bevaket = left(periode, 4) or left(bevaket, 4) = periode
         end
$$;

create function folger.bestill_inntektsmottakere(
  hvem text, lister text[], neste timestamptz, alle boolean, naa timestamptz
) returns bigint
language plpgsql as $$
declare
  bestilt bigint;
begin
  perform folger.laas_oppslag(hvem, array['inntektsmottakere']);
  with ordered as (
    insert into folger.inntektsmottakerliste as known (konsument, opplysningspliktig, neste_at)
    select hvem, opplysningspliktig, neste
      from unnest(lister) as opplysningspliktig
     order by 2
        on conflict (konsument, opplysningspliktig) do update
       set bestilt_at = now(), neste_at = neste
     where alle or known.neste_at <= naa
    returning opplysningspliktig
  ),
  queued as (
    insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode, aarsak)
    select hvem collate "C", 'inntektsmottakere', opplysningspliktig, '', 'plan'
      from ordered
     order by 3
        on conflict (konsument, oppslag, identifikator, gjelder_periode) do nothing
    returning 1
  )
  select count(*) from queued into bestilt;
  return bestilt;
end $$;
comment on function folger.bestill_inntektsmottakere is
  'Has lists of inntektsmottakere fetched: those that never were, and those whose time passed while nothing ran; or alle. neste: the plan''s next time. naa: now, by the clock that the plan goes by. Returns how many begin to wait.';

-- Rows with a periode are of lists alone: nobody else may write one (folger.umulig_bevaking).
create function folger.ta_ut_inntektsmottakere(hvem text, identer text[], ute text) returns void
language plpgsql as $$
begin
  perform folger.slutt_aa_bevake(hvem, array_agg(gone.ident), array_agg(ute), false)
     from unnest(identer) as gone (ident)
    where not exists (
      select 1
        from folger.inntektsmottaker as other
        join folger.inntektsmottakerliste as liste using (konsument, opplysningspliktig)
       where other.konsument = hvem
         and other.identifikator = gone.ident
         and other.bortfalt_at is null
         and liste.periode = ute)
   having count(*) > 0;
end $$;
comment on function folger.ta_ut_inntektsmottakere is
  'Takes the rows with that periode off the watch list, of those who have it by no list any more.';

create function folger.slutt_med_inntektsmottakere(hvem text, andre_enn text[]) returns bigint
language plpgsql as $$
declare
  sluttet folger.inntektsmottakerliste;
  ute     text[];
  antall  bigint := 0;
begin
  perform folger.laas_oppslag(hvem, array(select oppslag from folger.fulgt_oppslag where konsument = hvem));
  for sluttet in
    delete from folger.inntektsmottakerliste as known
     where known.konsument = hvem and not known.opplysningspliktig = any (andre_enn)
    returning known.*
  loop
    with gone as (
      update folger.inntektsmottaker as member
         set bortfalt_at = now()
       where member.konsument = hvem
         and member.opplysningspliktig = sluttet.opplysningspliktig
         and member.bortfalt_at is null
      returning member.identifikator
    )
    select array_agg(identifikator) from gone into ute;
    perform folger.ta_ut_inntektsmottakere(hvem, ute, sluttet.periode);
    delete from folger.ventende_oppslag
     where konsument = hvem and oppslag = 'inntektsmottakere' and identifikator = sluttet.opplysningspliktig;
    delete from folger.parkert_oppslag
     where konsument = hvem and oppslag = 'inntektsmottakere' and identifikator = sluttet.opplysningspliktig;
    antall := antall + 1;
  end loop;
  return antall;
end $$;
comment on function folger.slutt_med_inntektsmottakere is
  'Follows no lists of inntektsmottakere but these: who was on another is gone from it. Returns how many lists that were.';

create function folger.folg_inntektsmottakere(
  hvem text, pliktig text, svar_versjon bigint, identer text[], avtale text, er_hel boolean, er_skjermet boolean,
  prosent integer,
  out nye bigint, out bortfalt bigint, out holdt_tilbake boolean
)
language plpgsql as $$
declare
  liste   folger.inntektsmottakerliste;
  gjelder text;
  borte   text[] := '{}';
  vare    bigint;
  mangler text[];
begin
  -- Whoever changes the watch list takes these first, all of them.
  perform folger.laas_oppslag(hvem, array(select oppslag from folger.fulgt_oppslag where konsument = hvem));
  select known.*
    from folger.inntektsmottakerliste as known
   where known.konsument = hvem and known.opplysningspliktig = pliktig
     for update
    into liste;
  nye := 0;
  bortfalt := 0;
  holdt_tilbake := false;
  if liste.versjon is null or liste.versjon >= svar_versjon then -- not followed any more, or P4
    return;
  end if;
  gjelder := coalesce(avtale, liste.periode);

  if er_hel then
    select count(*), coalesce(array_agg(member.identifikator) filter (where named.ident is null), '{}')
      from folger.inntektsmottaker as member
      left join unnest(identer) as named (ident) on named.ident = member.identifikator
     where member.konsument = hvem and member.opplysningspliktig = pliktig and member.bortfalt_at is null
      into vare, borte;
  end if;
  bortfalt := cardinality(borte);

  -- P8: a list without anybody, or one that so many are missing from, may as well be a fault.
  holdt_tilbake := liste.godtatt_at is null and bortfalt > 0
    and (cardinality(identer) = 0 or bortfalt >= 10 and bortfalt * 100 >= prosent * vare);
  if holdt_tilbake then
    update folger.inntektsmottakerliste as held
       set holdt_tilbake_at = coalesce(held.holdt_tilbake_at, now()), frafall = bortfalt
     where held.konsument = hvem and held.opplysningspliktig = pliktig;
    bortfalt := 0;
    return;
  end if;

  with named as (
    insert into folger.inntektsmottaker as member (konsument, opplysningspliktig, identifikator)
    select hvem, pliktig, ident
      from unnest(identer) as ident
     order by 3
        on conflict (konsument, opplysningspliktig, identifikator) do update
       set lagt_til_at = now(), bortfalt_at = null
     where member.bortfalt_at is not null
    returning 1
  )
  select count(*) from named into nye;
  update folger.inntektsmottaker as member
     set bortfalt_at = now()
    from unnest(borte) as gone (ident)
   where member.konsument = hvem and member.opplysningspliktig = pliktig and member.identifikator = gone.ident;
  update folger.inntektsmottakerliste as followed
     set hentet_at = now(), versjon = svar_versjon, antall = cardinality(identer), periode = gjelder, hel = er_hel,
         skjermet = er_skjermet, holdt_tilbake_at = null, frafall = null, godtatt_at = null
   where followed.konsument = hvem and followed.opplysningspliktig = pliktig;

  -- Whoever is on the list is watched in its months, also who was before they were others.
  select array_agg(member.identifikator)
    from folger.inntektsmottaker as member
   where member.konsument = hvem
     and member.opplysningspliktig = pliktig
     and member.bortfalt_at is null
     and not exists (
       select 1
         from folger.bevaking as watched
        where watched.konsument = hvem
          and watched.identifikator = member.identifikator
          and watched.gjelder_periode = gjelder)
    into mangler;
  if cardinality(mangler) > 0 then
    perform folger.bevak(hvem, mangler, array_fill(gjelder, array[cardinality(mangler)]),
                         'inntektsmottakere ' || pliktig, 1::smallint);
  end if;
  if cardinality(borte) > 0 then
    perform folger.ta_ut_inntektsmottakere(hvem, borte, gjelder);
  end if;
  if liste.periode <> gjelder then
    perform folger.ta_ut_inntektsmottakere(hvem, array_agg(member.identifikator), liste.periode)
       from folger.inntektsmottaker as member
      where member.konsument = hvem and member.opplysningspliktig = pliktig;
  end if;
end $$;
comment on function folger.folg_inntektsmottakere is
  'Has the watch list follow an answer about one opplysningspliktig: new ones are added and looked up as all who are added, gone ones marked with the date and looked up no more, and only the months of avtale are looked up (null: those known before). An answer that is not er_hel takes nobody out. One by which prosent of ten or more, or the last, would be gone is held back: nothing of it is followed.';

create function folger.godta_frafall(hvilken text, hvem text) returns bigint
language plpgsql as $$
declare
  antall bigint;
begin
  perform folger.laas_oppslag(fulgt.konsument, array[fulgt.oppslag])
     from (select konsument, oppslag
             from folger.fulgt_oppslag
            where api = hvilken and oppslag = 'inntektsmottakere' and hvem in ('*', konsument)
            order by konsument) as fulgt;
  with accepted as (
    update folger.inntektsmottakerliste as held
       set godtatt_at = now()
      from folger.fulgt_oppslag as fulgt
     where held.holdt_tilbake_at is not null
       and held.godtatt_at is null
       and hvem in ('*', held.konsument)
       and fulgt.konsument = held.konsument
       and fulgt.api = hvilken
       and fulgt.oppslag = 'inntektsmottakere'
    returning held.konsument, held.opplysningspliktig
  ),
  queued as (
    insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode, aarsak)
    select konsument, 'inntektsmottakere', opplysningspliktig, '', 'operatoer'
      from accepted
     order by 1, 3
        on conflict (konsument, oppslag, identifikator, gjelder_periode) do nothing
  )
  select count(*) from accepted into antall;
  return antall;
end $$;
comment on function folger.godta_frafall is
  'Has the lists of inntektsmottakere that are held back fetched once more and followed, whatever they say then. hvem: a konsument, or * for all.';

-- As before, but that lists of inntektsmottakere are accepted with the wave.
create or replace function drift.resume(
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
         and hvem in ('*', stopped.konsument)
         and stopped.godtatt_at is null;
      get diagnostics virkning.rader = row_count;
      virkning.rader := virkning.rader + folger.godta_frafall(hvilken, hvem);
      if virkning.rader = 0 then
        select coalesce('its deletions are not held back. Those of these APIs are: ' || string_agg(concat_ws(' of ', stopped.api, nullif(stopped.konsument, 'egen')), ', '),
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
