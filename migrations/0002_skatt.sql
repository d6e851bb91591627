-- 0002_skatt: the product's interface: what was looked up, and what changed.
--
-- Locks: none that matter; everything is new.
-- Undo:  drop schema skatt cascade; drop function folger.opprett_opplysningstabell;

create schema if not exists skatt;
comment on schema skatt is
  'Data looked up in Skatteetaten''s oppslagstjenester, kept right by hendelsesfolger. For reading: nothing else writes here.';

create table skatt.opplysning (
  konsument       text        collate "C" not null,
  identifikator   text        collate "C" not null,
  gjelder_periode text        collate "C" not null,
  oppslag         text        collate "C" not null,
  tilstand        text        not null check (tilstand in ('gjeldende', 'slettet', 'ingen_data')),
  data            jsonb,
  hentet_at       timestamptz not null,
  endret_at       timestamptz not null,
  versjon         bigint      not null,
  liste           text        collate "C",
  sekvensnummer   bigint,
  -- The order of the questions asked: whose, who, when; konsument first so that a tenant's rows lie together.
  primary key (konsument, identifikator, gjelder_periode, oppslag)
) partition by list (oppslag);

comment on table skatt.opplysning is
  'The newest answer about each person or organisation and period: one row per (konsument, identifikator, gjelder_periode, oppslag). Each oppslagstjeneste is a table of its own name, such as skatt.summertskattegrunnlag; this one is all of them.';
comment on column skatt.opplysning.konsument is
  'Whose rights the data was fetched with: egen, or the organisasjonsnummer that has delegated to us.';
comment on column skatt.opplysning.identifikator is
  'Fødselsnummer, D-nummer or organisasjonsnummer as the event gave it (personal data); for some lists another key, such as a referanse.';
comment on column skatt.opplysning.gjelder_periode is
  'The period as the event gave it: 2023 for a year, 2023-01 for a month; empty where the data has no period.';
comment on column skatt.opplysning.oppslag is 'The oppslagstjeneste, such as summertskattegrunnlag.';
comment on column skatt.opplysning.tilstand is
  'gjeldende: data holds what the API answered. slettet: Skatteetaten has deleted it. ingen_data: the API has nothing for this key, and we never had any.';
comment on column skatt.opplysning.data is
  'The answer as served (personal data); null unless tilstand is gjeldende. A shielded person''s answer says "skjermet": true.';
comment on column skatt.opplysning.hentet_at is 'When this answer was fetched.';
comment on column skatt.opplysning.endret_at is 'When the content last changed: a later answer with the same content does not move it.';
comment on column skatt.opplysning.versjon is 'Order of the look-ups of one key: a row is only replaced by one with a higher versjon.';
comment on column skatt.opplysning.liste is 'The hendelsesliste whose event caused the look-up; null when it had another cause.';
comment on column skatt.opplysning.sekvensnummer is 'The newest event of that list that this answer is known to be fresher than.';

create function folger.opprett_opplysningstabell(oppslag_id text) returns void
language plpgsql as $$
declare
  tabell text := replace(oppslag_id, '-', '_');
  kolonne record;
begin
  if to_regclass(format('skatt.%I', tabell)) is not null then
    return;
  end if;
  execute format('create table skatt.%I partition of skatt.opplysning for values in (%L)', tabell, oppslag_id);
  execute format('create index %I on skatt.%I (endret_at, konsument)', tabell || '_endret', tabell);
  execute format('comment on table skatt.%I is %L', tabell,
    format('The newest answers of the oppslagstjeneste %s: the rows of skatt.opplysning with that oppslag.', oppslag_id));
  for kolonne in
    select attname, col_description(attrelid, attnum) as beskrivelse
      from pg_attribute
     where attrelid = 'skatt.opplysning'::regclass and attnum > 0 and not attisdropped
  loop
    execute format('comment on column skatt.%I.%I is %L', tabell, kolonne.attname, kolonne.beskrivelse);
  end loop;
end $$;
comment on function folger.opprett_opplysningstabell is
  'Makes the table of an oppslagstjeneste unless it is there; called at start for every oppslag that is followed.';

create table skatt.endring (
  transaksjon     xid8        not null default pg_current_xact_id(),
  endringsnummer  bigint      generated always as identity,
  konsument       text        collate "C" not null,
  oppslag         text        collate "C" not null,
  identifikator   text        collate "C" not null,
  gjelder_periode text        collate "C" not null,
  type            text        not null check (type in ('ny', 'endret', 'slettet')),
  endret_at       timestamptz not null default now(),
  primary key (transaksjon, endringsnummer)
);
create index endring_endret on skatt.endring using brin (endret_at);
comment on table skatt.endring is
  'The change feed: one row each time the content of an opplysning changed (P9), kept ENDRINGER_BEHOLDES_DAGER. Follow it through skatt.endringer_etter: numbers are given at insert but seen at commit, so reading the table by number alone would miss rows.';
comment on column skatt.endring.transaksjon is 'The writing transaction; with endringsnummer the order of the feed.';
comment on column skatt.endring.endringsnummer is 'Rises within a transaction. Not gap-free, and not in commit order by itself.';
comment on column skatt.endring.konsument is 'As in skatt.opplysning.';
comment on column skatt.endring.oppslag is 'As in skatt.opplysning.';
comment on column skatt.endring.identifikator is 'As in skatt.opplysning (personal data).';
comment on column skatt.endring.gjelder_periode is 'As in skatt.opplysning.';
comment on column skatt.endring.type is 'ny: there is data where there was none. endret: other data. slettet: the data is gone.';
comment on column skatt.endring.endret_at is 'When it was written here.';

create function skatt.endringer_etter(
  etter_transaksjon xid8,
  etter_nummer      bigint,
  antall            integer,
  bare_oppslag      text[] default null
) returns setof skatt.endring
language sql stable as $$
  -- Below the oldest transaction still running nothing can appear any more, so a reader that goes
  -- on from the last row it got misses none. The price: one long transaction holds up the feed.
  select endring.transaksjon, endring.endringsnummer, endring.konsument, endring.oppslag,
         endring.identifikator, endring.gjelder_periode, endring.type, endring.endret_at
    from skatt.endring
   where (endring.transaksjon, endring.endringsnummer) > (etter_transaksjon, etter_nummer)
     and endring.transaksjon < pg_snapshot_xmin(pg_current_snapshot())
     and (bare_oppslag is null or endring.oppslag = any (bare_oppslag))
   order by endring.transaksjon, endring.endringsnummer
   limit antall
$$;
comment on function skatt.endringer_etter is
  'The next changes after the one given ((''0'', 0) from the first), in order, without gaps or repeats. Keep transaksjon and endringsnummer of the last row as the place to go on from.';

create view skatt.ferskhet as
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
      select count(*) as antall, min(eldste_mottatt_at) as eldste_at,
             min(coalesce(ajour_foer_at, '-infinity')) as etter_at
        from folger.ventende_oppslag as v
       where v.konsument = posisjon.konsument and v.liste = posisjon.liste
    ) as ventende on true
    left join lateral (
      select count(*) as antall, min(eldste_mottatt_at) as eldste_at,
             min(coalesce(ajour_foer_at, '-infinity')) as etter_at
        from folger.parkert_oppslag as p
       where p.konsument = posisjon.konsument and p.liste = posisjon.liste
    ) as parkert on true;
comment on view skatt.ferskhet is 'How fresh the tables are, per konsument and hendelsesliste.';
comment on column skatt.ferskhet.konsument is 'As in skatt.opplysning.';
comment on column skatt.ferskhet.liste is 'The hendelsesliste.';
comment on column skatt.ferskhet.tilstand is 'leser: reading on. ajour: at the end of the list. feil: the last reading failed. pauset: by an operator. gap: the list does not go on where we left it.';
comment on column skatt.ferskhet.neste_sekvensnummer is 'The next sekvensnummer to ask for; all before it are stored.';
comment on column skatt.ferskhet.lest_at is 'When the list last answered.';
comment on column skatt.ferskhet.ajour_at is 'All events visible at this time have been read.';
comment on column skatt.ferskhet.siste_registrering_at is 'The latest registreringstidspunkt seen, on lists that have it.';
comment on column skatt.ferskhet.ventende is 'Keys that are still to be looked up.';
comment on column skatt.ferskhet.eldste_ventende_at is 'When the oldest event still to be looked up was read.';
comment on column skatt.ferskhet.parkert is 'Keys set aside after repeated faults; their data is older than their newest event.';
comment on column skatt.ferskhet.gjenspeiler_til is
  'Every event that was visible before this time is reflected in the tables; null until the end of the list has been reached once.';

select folger.opprett_opplysningstabell(oppslag_id)
  from unnest(array[
    'inntekt', 'mva-melding', 'mva-register-avgiftssubjekt', 'naeringsspesifikasjon', 'skattepliktig',
    'summertskattegrunnlag', 'beregnetskatt', 'avregning', 'skatteplikt', 'pensjonsgivendeinntekt',
    'beregnetskattupersonlig', 'summertskattegrunnlagupersonlig', 'skatteberegningsgrunnlagupersonlig',
    'skattepliktupersonlig', 'skattemelding-fastsatt', 'summertskattegrunnlag-fastsatt',
    'skattemelding-upersonlig', 'skattemelding-utkast', 'tilleggsskatt',
    'pensjonsgivende-inntekt-folketrygden', 'formuesobjekt-fast-eiendom',
    'skatteetatenregistrert-selskap', 'formuesgrunnlag-eiendomsskatt', 'selskapsmelding',
    'opplysningspliktig', 'underenhet-a-ordningen', 'arbeidsforhold'
  ]) as oppslag_id;
