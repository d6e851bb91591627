-- 0020_historikk: what opplysninger were before, kept where HISTORIKK=true.
--
-- Locks: skatt.opplysning and its tables against writing for an instant, to get a trigger on deletion.
-- Undo:  drop view skatt.opplysning_versjoner; drop trigger historikk on skatt.opplysning;
--        drop function folger.glem_historikk; drop table skatt.opplysning_historikk;
--
-- Off unless it is asked for: what is not kept can't get astray. Where a decision has to be explained
-- years later, it tells what was known when it was made.

create table skatt.opplysning_historikk (
  konsument       text        collate "C" not null,
  identifikator   text        collate "C" not null,
  gjelder_periode text        collate "C" not null,
  oppslag         text        collate "C" not null,
  gyldig_fra_at   timestamptz not null,
  gyldig_til_at   timestamptz not null,
  tilstand        text        not null,
  data            jsonb,
  hentet_at       timestamptz not null,
  versjon         bigint      not null,
  liste           text        collate "C",
  sekvensnummer   bigint,
  -- identifikator first: the question is always about somebody, and erasing is too.
  primary key (identifikator, konsument, oppslag, gjelder_periode, versjon)
);
create index opplysning_historikk_til on skatt.opplysning_historikk using brin (gyldig_til_at);
comment on table skatt.opplysning_historikk is
  'What opplysninger were before their content changed, where HISTORIKK=true: kept HISTORIKK_BEHOLDES_DAGER, and erased with the opplysning. skatt.opplysning_versjoner has these and those of today together.';
comment on column skatt.opplysning_historikk.konsument is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_historikk.identifikator is 'As in skatt.opplysning. [identitet]';
comment on column skatt.opplysning_historikk.gjelder_periode is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_historikk.oppslag is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_historikk.gyldig_fra_at is 'Since when this was what we held. [teknisk]';
comment on column skatt.opplysning_historikk.gyldig_til_at is 'When other content took its place. [teknisk]';
comment on column skatt.opplysning_historikk.tilstand is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_historikk.data is 'The answer as served; null unless tilstand was gjeldende. [skatteopplysning]';
comment on column skatt.opplysning_historikk.hentet_at is 'When it was last fetched and the same. [teknisk]';
comment on column skatt.opplysning_historikk.versjon is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_historikk.liste is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_historikk.sekvensnummer is 'As in skatt.opplysning. [teknisk]';

-- A row of skatt.opplysning is only ever deleted to erase it: by whomever, its past goes with it.
create function folger.glem_historikk() returns trigger
language plpgsql as $$
begin
  delete from skatt.opplysning_historikk as foer
   where foer.identifikator   = old.identifikator
     and foer.konsument       = old.konsument
     and foer.oppslag         = old.oppslag
     and foer.gjelder_periode = old.gjelder_periode;
  return null;
end $$;
comment on function folger.glem_historikk is 'Erases the history of an opplysning that is erased.';
create trigger historikk after delete on skatt.opplysning
  for each row execute function folger.glem_historikk();

create view skatt.opplysning_versjoner with (security_invoker = true) as
  select konsument, identifikator, gjelder_periode, oppslag, tilstand, data,
         endret_at as gyldig_fra_at, null::timestamptz as gyldig_til_at,
         hentet_at, versjon, liste, sekvensnummer
    from skatt.opplysning
   union all
  select konsument, identifikator, gjelder_periode, oppslag, tilstand, data,
         gyldig_fra_at, gyldig_til_at,
         hentet_at, versjon, liste, sekvensnummer
    from skatt.opplysning_historikk;
comment on view skatt.opplysning_versjoner is
  'What is held about each key, and what was held before: at a time T the row with gyldig_fra_at <= T and (gyldig_til_at > T or gyldig_til_at is null). Without a row for T nothing is known: nothing was held, or no history was kept.';
comment on column skatt.opplysning_versjoner.konsument is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_versjoner.identifikator is 'As in skatt.opplysning. [identitet]';
comment on column skatt.opplysning_versjoner.gjelder_periode is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_versjoner.oppslag is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_versjoner.tilstand is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_versjoner.data is 'As in skatt.opplysning. [skatteopplysning]';
comment on column skatt.opplysning_versjoner.gyldig_fra_at is 'Since when this is, or was, what we hold. [teknisk]';
comment on column skatt.opplysning_versjoner.gyldig_til_at is 'When other content took its place; null: it is what we hold now. [teknisk]';
comment on column skatt.opplysning_versjoner.hentet_at is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_versjoner.versjon is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_versjoner.liste is 'As in skatt.opplysning. [teknisk]';
comment on column skatt.opplysning_versjoner.sekvensnummer is 'As in skatt.opplysning. [teknisk]';

select folger.gi_rettigheter();
