-- 0001_folger: the follower's own tables: where it is, what it has read, what it has still to look up.
--
-- Locks: none that matter; everything is new.
-- Undo:  drop schema folger cascade;
--
-- No constraint here can fail on what an API sends: Postgres would write the failing row, and with
-- it an identifikator, to its own log. Identities are collate "C" so that every statement sorts
-- keys alike; that order is what keeps the page and the settling from deadlocking.

create schema if not exists folger;

create sequence folger.versjon as bigint;
comment on sequence folger.versjon is
  'Versjon of a ventende oppslag: a new number each time an event touches it; it only grows.';

create table folger.posisjon (
  konsument             text        collate "C" not null,
  liste                 text        collate "C" not null,
  neste_sekvensnummer   bigint      not null check (neste_sekvensnummer > 0),
  kilde                 jsonb       not null,
  startdato             text        not null,
  lest_at               timestamptz,
  ajour_at              timestamptz,
  siste_registrering_at timestamptz,
  overlapp_fra          bigint,
  pauset_at             timestamptz,
  tilstand              text        not null default 'leser'
                                    check (tilstand in ('leser', 'ajour', 'feil', 'pauset', 'gap')),
  feil                  text,
  primary key (konsument, liste)
) with (fillfactor = 50);
comment on table folger.posisjon is
  'Per konsument and hendelsesliste: the next sekvensnummer to ask for. Moves in the transaction that stores the events before it (P1).';
comment on column folger.posisjon.kilde is
  'Where the posisjon was taken: address, client and rettighetspakker. Another source is refused (P14).';
comment on column folger.posisjon.startdato is 'What STARTDATO said when the list was first followed; 0 = from the first.';
comment on column folger.posisjon.ajour_at is 'All events visible at this time had been read: when the reading that found the end began.';
comment on column folger.posisjon.overlapp_fra is
  'A posisjon at which the end had been reached, or a page was not full: numbers below it may have become visible since. The next re-read begins OVERLAPP_SEKVENSNUMRE below it, however far the posisjon has moved.';
comment on column folger.posisjon.feil is 'The fault that the last reading ended with, without personal data; null when it went well.';

create table folger.hendelse (
  konsument              text        collate "C" not null,
  liste                  text        collate "C" not null,
  sekvensnummer          bigint      not null,
  identifikator          text        collate "C",
  gjelder_periode        text        collate "C",
  registreringstidspunkt text,
  registrert_at          timestamptz,
  hendelsetype           text,
  type_skattepliktig     text,
  andre_felt             jsonb,
  mottatt_at             timestamptz not null default now(),
  primary key (konsument, liste, sekvensnummer)
);
-- Events arrive in time order, so a block range index finds the old ones for retention at no cost per row.
create index hendelse_mottatt on folger.hendelse using brin (mottatt_at);
comment on table folger.hendelse is
  'Every event as it was served (P1), kept HENDELSER_BEHOLDES_DAGER. Deleted in batches: dropping month partitions would take mottatt_at into the primary key, and then a page stored again in the next month would be stored twice (P2).';
comment on column folger.hendelse.registreringstidspunkt is 'As the API wrote it; registrert_at is the same as a time, where it names a zone.';
comment on column folger.hendelse.andre_felt is 'The fields that have no column, as they came.';

create table folger.ventende_oppslag (
  konsument            text        collate "C" not null,
  oppslag              text        collate "C" not null,
  identifikator        text        collate "C" not null,
  gjelder_periode      text        collate "C" not null,
  versjon              bigint      not null default nextval('folger.versjon'),
  liste                text        collate "C",
  eldste_sekvensnummer bigint,
  nyeste_sekvensnummer bigint,
  eldste_mottatt_at    timestamptz not null default now(),
  ajour_foer_at        timestamptz,
  aarsak               text        not null default 'hendelse'
                                   check (aarsak in ('hendelse', 'bevaking', 'operatoer')),
  prioritet            smallint    not null default 0,
  forsok               smallint    not null default 0,
  forfall_at           timestamptz not null default now(),
  ubekreftet_at        timestamptz,
  siste_feil           text,
  primary key (konsument, oppslag, identifikator, gjelder_periode)
) with (
  -- An event about a waiting nøkkel changes only its versjon: with room in the page that is a HOT
  -- update. Rows live for seconds, so dead ones are cleared early.
  fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0
);
create index ventende_oppslag_forfall on folger.ventende_oppslag (oppslag, prioritet, forfall_at);
comment on table folger.ventende_oppslag is
  'The nøkler whose stored data is older than the newest event about them. A row is deleted when settled; there is no running state: what is in flight is in the memory of the lease''s holder.';
comment on column folger.ventende_oppslag.ajour_foer_at is
  'The list''s ajour_at when the oldest waiting event was read: that event became visible after it. Null when the end had not been reached before.';
comment on column folger.ventende_oppslag.prioritet is '0 live, 1 backlog.';
comment on column folger.ventende_oppslag.forsok is 'Tries of this versjon that failed by the nøkkel''s own fault.';
comment on column folger.ventende_oppslag.ubekreftet_at is
  'When the API first answered "no data" although we hold data; it is asked once more before anything is emptied (P8).';

create table folger.parkert_oppslag (
  konsument         text        collate "C" not null,
  oppslag           text        collate "C" not null,
  identifikator     text        collate "C" not null,
  gjelder_periode   text        collate "C" not null,
  versjon           bigint      not null,
  liste             text        collate "C",
  eldste_mottatt_at timestamptz not null,
  ajour_foer_at     timestamptz,
  feilklasse        text        not null,
  status            smallint,
  kode              text,
  forsok            smallint    not null,
  forste_at         timestamptz not null default now(),
  siste_at          timestamptz not null default now(),
  primary key (konsument, oppslag, identifikator, gjelder_periode)
);
comment on table folger.parkert_oppslag is
  'Nøkler set aside with their cause after their tries were spent; nothing else waits for them (P10). A new event about one makes it wait again.';

create table folger.leie (
  navn       text        collate "C" primary key,
  innehaver  text        not null,
  epoke      bigint      not null default 1,
  utloper_at timestamptz not null
) with (fillfactor = 50);
comment on table folger.leie is
  'Who may run a loop now, and until when by the database''s clock. Keeps the calls in flight at five (P6); nothing else hangs on it.';
comment on column folger.leie.epoke is 'Grows each time the lease changes hands.';

create table folger.bevaking (
  konsument       text        collate "C" not null,
  identifikator   text        collate "C" not null,
  gjelder_periode text        collate "C" not null default '*',
  kilde           text        not null,
  lagt_til_at     timestamptz not null default now(),
  primary key (konsument, identifikator, gjelder_periode)
);
comment on table folger.bevaking is 'The watch list: identifikatorer, and periods or * for all, that somebody here follows.';

create table folger.revisjon (
  nummer     bigint      generated always as identity primary key,
  tidspunkt  timestamptz not null default now(),
  bruker     text        not null default current_user,
  kommando   text        not null,
  argumenter jsonb       not null default '{}'
);
comment on table folger.revisjon is 'Every operator''s command: who, what, when; arguments without identifikatorer.';

create table folger.oppslagslogg (
  time      timestamptz not null,
  konsument text        collate "C" not null,
  oppslag   text        collate "C" not null,
  aarsak    text        not null,
  utfall    text        not null,
  antall    bigint      not null,
  primary key (time, konsument, oppslag, aarsak, utfall)
) with (fillfactor = 50);
comment on table folger.oppslagslogg is 'Calls to the oppslagstjenester, counted by hour, reason and outcome (P5).';
