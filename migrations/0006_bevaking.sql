-- 0006_bevaking: the watch list: who is followed where FOLG=bevakede, and how that is changed.
--
-- Locks: folger.bevaking, folger.posisjon and folger.parkert_oppslag for an instant: a column with a
--        constant default is no rewrite. The rest is new.
-- Undo:  drop table skatt.bevakingsoenske, folger.forste_lasting, folger.bevakingsliste, folger.fulgt_oppslag;
--        drop function folger.bevak, folger.slutt_aa_bevake, folger.slett_opplysninger, folger.hold_tilbake,
--        folger.er_bevaket, folger.periode_bevakes, folger.laas_oppslag;
--        alter table folger.posisjon drop column bevaking_versjon;
--        alter table folger.bevaking drop column versjon;
--        alter table folger.parkert_oppslag drop column aarsak;

create table folger.fulgt_oppslag (
  konsument      text    collate "C" not null,
  oppslag        text    collate "C" not null,
  liste          text    collate "C",
  api            text    collate "C" not null,
  har_periode    boolean not null,
  bare_bevakede  boolean not null,
  primary key (konsument, oppslag)
);
comment on table folger.fulgt_oppslag is
  'What the daemon that started last looks up, for functions that do not know its settings.';
comment on column folger.fulgt_oppslag.liste is
  'The hendelsesliste whose events it is looked up for; null where there is none.';
comment on column folger.fulgt_oppslag.bare_bevakede is 'Whether FOLG=bevakede: only those on the watch list are looked up.';

create table folger.bevakingsliste (
  konsument text        collate "C" primary key,
  versjon   bigint      not null default 0,
  endret_at timestamptz not null default now()
) with (fillfactor = 50);
comment on table folger.bevakingsliste is
  'The version of each konsument''s watch list. Whoever changes the list updates the row first, and a page of events is filtered while it holds the row: so a page sees a change whole, or the change sees the page.';

alter table folger.bevaking add column versjon bigint not null default 0;
create index bevaking_versjon on folger.bevaking (konsument, versjon);
comment on column folger.bevaking.versjon is 'The version of the list that the row came with.';
comment on column folger.bevaking.kilde is
  'Where it came from: fil, kommando, sql, onske, or inntektsmottakere with an organisasjonsnummer. Never personal data.';
comment on column folger.bevaking.gjelder_periode is
  'A year, a month, or * for all. A year holds its months, and an event about a year is about each of its months.';

alter table folger.posisjon add column bevaking_versjon bigint;
comment on column folger.posisjon.bevaking_versjon is
  'The version of the watch list that the last page was filtered with. Null where every event is looked up.';

create table folger.forste_lasting (
  konsument text     collate "C" not null,
  versjon   bigint   not null,
  prioritet smallint not null,
  etter     text     collate "C" not null default '',
  primary key (konsument, versjon)
);
comment on table folger.forste_lasting is
  'Versions of the watch list whose new rows are still to be loaded as FORSTE_LASTING says. A row goes when its last one waits.';
comment on column folger.forste_lasting.etter is 'The identifikator up to which it is done.';

alter table folger.parkert_oppslag add column aarsak text not null default 'hendelse';
comment on column folger.parkert_oppslag.aarsak is 'As in folger.ventende_oppslag.';
comment on column folger.ventende_oppslag.prioritet is
  '0 live: events, and what somebody waits for. 1: first loading. 2: back-fill. A lane is looked at when those before it are empty.';

create function folger.laas_oppslag(hvem text, hvilke text[]) returns void
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('ventende_oppslag ' || hvem || ' ' || sorted.oppslag, 0))
     from (select oppslag from unnest(hvilke) as oppslag order by oppslag) as sorted;
end $$;
comment on function folger.laas_oppslag is
  'Two transactions that touch one nøkkel would draw their versjon before they wait for its row, and the one that draws first could come last: an answer for the higher number would then shut out the newer one. So whoever makes nøkler wait takes this first, and they go one after another.';

create function folger.periode_bevakes(bevaket text, periode text) returns boolean
language sql immutable parallel safe as $$
  select bevaket = '*' or periode = '' or bevaket = periode or bevaket = left(periode, 4) or left(bevaket, 4) = periode
$$;
comment on function folger.periode_bevakes is 'Whether a row of the watch list means an event about that period.';

create function folger.er_bevaket(hvem text, ident text, periode text) returns boolean
language sql stable parallel safe as $$
  select exists (
    select 1
      from folger.bevaking as watched
     where watched.konsument = hvem
       and watched.identifikator = ident
       and folger.periode_bevakes(watched.gjelder_periode, periode))
$$;
comment on function folger.er_bevaket is 'Whether a konsument''s watch list means an event about that identifikator and period.';

-- All in one transaction with the rows: whoever is added is looked up for the events that are held,
-- and every later page of events sees them on the list.
create function folger.bevak(
  hvem text, identer text[], perioder text[], opphav text, i_lane smallint,
  out nye bigint, out ventende bigint
)
language plpgsql as $$
declare
  denne bigint;
begin
  perform folger.laas_oppslag(hvem, array(select oppslag from folger.fulgt_oppslag where konsument = hvem));
  insert into folger.bevakingsliste as liste (konsument, versjon)
  values (hvem, 1)
      on conflict (konsument) do update
     set versjon = liste.versjon + 1, endret_at = now()
  returning versjon into denne;

  with inserted as (
    insert into folger.bevaking (konsument, identifikator, gjelder_periode, kilde, versjon)
    select distinct hvem collate "C", wanted.ident collate "C", wanted.periode collate "C", opphav, denne
      from unnest(identer, perioder) as wanted (ident, periode)
     order by 1, 2, 3
        on conflict (konsument, identifikator, gjelder_periode) do nothing
    returning identifikator, gjelder_periode
  ),
  held as (
    select fulgt.oppslag, fulgt.liste, inserted.identifikator,
           case when fulgt.har_periode then coalesce(hendelse.gjelder_periode, '') else '' end as gjelder_periode,
           max(hendelse.sekvensnummer) as nyeste
      from inserted
      join folger.hendelse
        on hendelse.konsument = hvem
       and hendelse.identifikator = inserted.identifikator
       and folger.periode_bevakes(inserted.gjelder_periode, coalesce(hendelse.gjelder_periode, ''))
      join folger.fulgt_oppslag as fulgt
        on fulgt.konsument = hvem
       and fulgt.liste = hendelse.liste
       and fulgt.bare_bevakede
     group by 1, 2, 3, 4
  ),
  queued as (
    insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode, liste,
      eldste_sekvensnummer, nyeste_sekvensnummer, aarsak, prioritet)
    select hvem collate "C", held.oppslag, held.identifikator, held.gjelder_periode, held.liste,
           held.nyeste, held.nyeste, 'bevaking', i_lane
      from held
     where not exists ( -- answered before, when the same person was on the list
       select 1
         from skatt.opplysning as stored
        where stored.konsument       = hvem
          and stored.oppslag         = held.oppslag
          and stored.identifikator   = held.identifikator
          and stored.gjelder_periode = held.gjelder_periode
          and stored.liste           = held.liste
          and stored.sekvensnummer  >= held.nyeste)
     order by 1, 2, 3, 4
        on conflict (konsument, oppslag, identifikator, gjelder_periode) do nothing
    returning 1
  )
  select (select count(*) from inserted), (select count(*) from queued)
    into nye, ventende;

  if nye > 0 then
    insert into folger.forste_lasting (konsument, versjon, prioritet) values (hvem, denne, i_lane);
  end if;
end $$;
comment on function folger.bevak is
  'Puts identifikatorer, each with a period or *, on a konsument''s watch list. Safe twice: who is there already is left alone.';

-- Answers that come meanwhile wait for these rows, and find them gone. In key order, as everywhere.
create function folger.hold_tilbake(hvem text, identer text[]) returns void
language plpgsql as $$
begin
  perform 1
     from folger.ventende_oppslag as pending
     join folger.fulgt_oppslag as fulgt using (konsument, oppslag)
    where pending.konsument = hvem
      and pending.identifikator = any (identer)
    order by pending.konsument, pending.oppslag, pending.identifikator, pending.gjelder_periode
      for update of pending;
end $$;
comment on function folger.hold_tilbake is
  'Holds what waits about identifikatorer until the transaction ends: no answer about them is stored in between.';

-- The rows of skatt go, and consumers are told in the feed. Events stay: they are the list's, not ours.
create function folger.slett_opplysninger(hvem text, identer text[], perioder text[]) returns bigint
language plpgsql as $$
declare
  antall bigint;
begin
  perform folger.hold_tilbake(hvem, identer);
  with wanted as (
    select distinct ident, periode from unnest(identer, perioder) as wanted (ident, periode)
  ),
  unparked as (
    delete from folger.parkert_oppslag as parked
     using wanted
     where parked.konsument = hvem
       and parked.identifikator = wanted.ident
       and folger.periode_bevakes(wanted.periode, parked.gjelder_periode)
       and not folger.er_bevaket(hvem, parked.identifikator, parked.gjelder_periode)
  ),
  erased as (
    delete from skatt.opplysning as stored
     using wanted
     where stored.konsument = hvem
       and stored.identifikator = wanted.ident
       and folger.periode_bevakes(wanted.periode, stored.gjelder_periode)
       and not folger.er_bevaket(hvem, stored.identifikator, stored.gjelder_periode)
    returning stored.oppslag, stored.identifikator, stored.gjelder_periode, stored.tilstand
  ),
  told as (
    insert into skatt.endring (konsument, oppslag, identifikator, gjelder_periode, type)
    select hvem, oppslag, identifikator, gjelder_periode, 'slettet'
      from erased
     where tilstand = 'gjeldende'
  )
  select count(*) from erased into antall;
  return antall;
end $$;
comment on function folger.slett_opplysninger is
  'Erases what is stored about identifikatorer, each in a period or *, unless they are on the watch list, and tells it in the change feed. Returns the number of opplysninger.';

create function folger.slutt_aa_bevake(
  hvem text, identer text[], perioder text[], slett boolean,
  out fjernet bigint, out slettet bigint
)
language plpgsql as $$
begin
  perform folger.laas_oppslag(hvem, array(select oppslag from folger.fulgt_oppslag where konsument = hvem));
  insert into folger.bevakingsliste as liste (konsument, versjon)
  values (hvem, 1)
      on conflict (konsument) do update
     set versjon = liste.versjon + 1, endret_at = now();

  delete from folger.bevaking as watched
   using (select distinct ident, periode from unnest(identer, perioder) as wanted (ident, periode)) as wanted
   where watched.konsument = hvem
     and watched.identifikator = wanted.ident
     and wanted.periode in ('*', watched.gjelder_periode);
  get diagnostics fjernet = row_count;

  -- What waits for nobody any more is not asked about: there would be no reason for the call (P5).
  perform folger.hold_tilbake(hvem, identer);
  delete from folger.ventende_oppslag as pending
   using folger.fulgt_oppslag as fulgt
   where fulgt.konsument = hvem
     and fulgt.bare_bevakede
     and pending.konsument = hvem
     and pending.oppslag = fulgt.oppslag
     and pending.identifikator = any (identer)
     and pending.aarsak <> 'operatoer'
     and not folger.er_bevaket(hvem, pending.identifikator, pending.gjelder_periode);

  slettet := 0;
  if slett then
    slettet := folger.slett_opplysninger(hvem, identer, perioder);
  end if;
end $$;
comment on function folger.slutt_aa_bevake is
  'Takes identifikatorer off a konsument''s watch list, each in a period or, with *, altogether, and erases what is stored about them where slett is true.';

create table skatt.bevakingsoenske (
  nummer          bigint      generated always as identity primary key,
  konsument       text        collate "C" not null default 'egen',
  identifikator   text        collate "C" not null,
  gjelder_periode text        collate "C" not null default '*',
  handling        text        not null default 'legg_til',
  onsket_av       text        not null default session_user,
  onsket_at       timestamptz not null default now(),
  feil            text
);
comment on table skatt.bevakingsoenske is
  'For applications to write: who is to be followed, and who no longer. One row is one wish. It is carried out within seconds, in the order of nummer, and then it is gone; one that can not be carried out stays with its feil until its writer deletes it.';
comment on column skatt.bevakingsoenske.nummer is 'The order.';
comment on column skatt.bevakingsoenske.konsument is 'As in skatt.opplysning.';
comment on column skatt.bevakingsoenske.identifikator is 'A person''s 11 digits, or an organisation''s 9 (personal data).';
comment on column skatt.bevakingsoenske.gjelder_periode is 'A year such as 2023, a month such as 2023-01, or * for all.';
comment on column skatt.bevakingsoenske.handling is
  'legg_til: follow. fjern: follow no longer, and keep what is stored. slett: follow no longer, and erase it. With * the last two are about every period.';
comment on column skatt.bevakingsoenske.onsket_av is 'The role that wrote it.';
comment on column skatt.bevakingsoenske.onsket_at is 'When it was written.';
comment on column skatt.bevakingsoenske.feil is 'Why it can not be carried out; null while it waits.';

-- A live event is the reason from then on, whatever the nøkkel waited for before; and what waits for
-- another reason was not told by a new event, so it takes nothing from how fresh the list is.
create or replace view skatt.ferskhet as
  select posisjon.konsument,
         posisjon.liste,
         posisjon.tilstand,
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
