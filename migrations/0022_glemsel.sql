-- 0022_glemsel: all that is held about a person, told and erased; and a name for a person in logs.
--
-- Locks: folger.hendelse for an instant: a column without a default is no rewrite.
-- Undo:  drop function drift.forget, drift.ref, folger.alt_om, folger.konsumenter_med_opplysninger, folger.persontabeller, folger.ref,
--        folger.hmac_sha256, folger.slett_gammel_revisjon; drop table folger.glemt, folger.hemmelighet;
--        alter table folger.hendelse drop column glemt_at;

create table folger.hemmelighet (
  navn    text        collate "C" primary key,
  verdi   bytea       not null,
  laget_at timestamptz not null default now()
);
comment on table folger.hemmelighet is
  'Keys that are made here and leave the database only to the daemon. ref: what names a person in logs.';
-- Two random uuids are 244 bits that nobody can guess.
insert into folger.hemmelighet (navn, verdi)
values ('ref', sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

create function folger.hmac_sha256(noekkel bytea, melding bytea) returns bytea
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  indre bytea := '';
  ytre  bytea := '';
  b     integer;
begin
  for i in 0 .. 63 loop
    b := case when i < length(noekkel) then get_byte(noekkel, i) else 0 end;
    indre := indre || set_byte('\x00'::bytea, 0, b # 54);
    ytre  := ytre  || set_byte('\x00'::bytea, 0, b # 92);
  end loop;
  return sha256(ytre || sha256(indre || melding));
end $$;
comment on function folger.hmac_sha256 is 'HMAC (RFC 2104) by SHA-256, for keys of at most 64 bytes: pgcrypto is not everywhere.';

create function folger.ref(identifikator text) returns text
language sql stable set search_path = '' as $$
  select left(encode(folger.hmac_sha256(hemmelighet.verdi, convert_to(identifikator, 'utf8')), 'hex'), 12)
    from folger.hemmelighet
   where hemmelighet.navn = 'ref'
$$;
comment on function folger.ref is
  'What a person is called in the logs: the same in all lines of one database, and nothing that tells who it is without its key.';

create function drift.ref(identifikator text) returns text
language sql stable security definer set search_path = '' as $$
  select folger.ref(identifikator)
$$;
comment on function drift.ref is
  'The ref in the log of one whose identifikator you know. Give it as a parameter: Postgres may log statements as they are written.';

create table folger.glemt (
  nummer    bigint      generated always as identity primary key,
  konsument text        collate "C" not null,
  ref       text        not null,
  glemt_at  timestamptz not null default now(),
  rader     bigint      not null
);
comment on table folger.glemt is
  'Whom drift.forget has erased, when, and how many rows that were. Who it was is told only by drift.ref to those who know the identifikator.';
comment on column folger.glemt.konsument is 'For whom; * for all.';

alter table folger.hendelse add column glemt_at timestamptz;
comment on column folger.hendelse.glemt_at is
  'When the person of this event was erased. The row stays with its number alone: without it a re-read would store the event again, and look the person up.';

create function folger.persontabeller() returns setof regclass
language sql stable set search_path = '' as $$
  select tabell.oid::regclass
    from pg_catalog.pg_class as tabell
    join pg_catalog.pg_attribute as kolonne on kolonne.attrelid = tabell.oid
   where tabell.relnamespace in ('folger'::regnamespace, 'skatt'::regnamespace)
     and tabell.relkind in ('r', 'p')
     and not tabell.relispartition
     and kolonne.attname = 'identifikator'
     and not kolonne.attisdropped
   order by tabell.oid::regclass::text
$$;
comment on function folger.persontabeller is
  'Every table whose rows are about a person: those with a column identifikator. A table that is added is among them by itself.';

-- From one to the next by the primary key: however many rows, as few steps as konsumenter.
create function folger.konsumenter_med_opplysninger() returns text[]
language sql stable set search_path = '' as $$
  with recursive hos (konsument) as (
    select min(konsument) from skatt.opplysning
    union all
    select (select min(neste.konsument) from skatt.opplysning as neste where neste.konsument > hos.konsument)
      from hos
     where hos.konsument is not null
  )
  select array_agg(konsument) from hos where konsument is not null
$$;
comment on function folger.konsumenter_med_opplysninger is
  'Every konsument that has a row in skatt.opplysning, whose key begins with it: persons are found by index then.';

create function folger.alt_om(identifikator text, konsument text default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  tabell regclass;
  rader  jsonb;
  alt    jsonb := '{}';
  hos    text[];
begin
  for tabell in select persontabeller from folger.persontabeller() loop
    hos := case when konsument is not null then array[konsument]
                when tabell = 'skatt.opplysning'::regclass then folger.konsumenter_med_opplysninger() end;
    execute format(
      'select coalesce(jsonb_agg(to_jsonb(rad)), ''[]'') from %s as rad where rad.identifikator = $1 and ($2 is null or rad.konsument = any ($2))',
      tabell)
      into rader using identifikator, hos;
    alt := alt || jsonb_build_object(tabell::text, rader);
  end loop;
  return jsonb_build_object('identifikator', identifikator, 'uttrekk_at', now(), 'tabeller', alt);
end $$;
comment on function folger.alt_om is 'Every row about a person, by table, as it is stored; of one konsument, or of all.';

create function drift.forget(
  identifikatorer text[], konsument text default null, dry_run boolean default false
) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
  tabell regclass;
  ident  text;
  antall bigint;
  per_tabell jsonb := '{}';
  per_person jsonb := '{}';
  hos    text[];
begin
  if konsument is not null then perform folger.krev_konsument(konsument); end if;
  begin
    -- A page with an event about them comes whole before this or whole after it, and an answer that
    -- is on its way finds its nøkkel gone. In the order that everybody takes these in.
    perform folger.laas_oppslag(fulgt.hvem, fulgt.hvilke)
       from (
         select fulgt_oppslag.konsument as hvem, array_agg(oppslag) as hvilke
           from folger.fulgt_oppslag
          group by fulgt_oppslag.konsument
          order by fulgt_oppslag.konsument
       ) as fulgt;
    perform 1
       from folger.ventende_oppslag as pending
      where pending.identifikator = any (identifikatorer)
      order by pending.konsument, pending.oppslag, pending.identifikator, pending.gjelder_periode
        for update;
    select count(*)
      from folger.ventende_oppslag as pending
     where pending.identifikator = any (identifikatorer)
       and (forget.konsument is null or pending.konsument = forget.konsument)
      into virkning.nokler;

    for tabell in select persontabeller from folger.persontabeller() loop
      hos := case when forget.konsument is not null then array[forget.konsument]
                  when tabell = 'skatt.opplysning'::regclass then folger.konsumenter_med_opplysninger() end;
      for ident, antall in
        execute format(
          case when tabell = 'folger.hendelse'::regclass
            then 'with rammet as materialized (
                    select konsument, liste, sekvensnummer, identifikator
                      from %s
                     where identifikator = any ($1) and ($2 is null or konsument = any ($2))
                  ),
                  glemt as (
                    update folger.hendelse as tomt
                       set identifikator = null, gjelder_periode = null, type_skattepliktig = null,
                           andre_felt = null, glemt_at = now()
                      from rammet
                     where (tomt.konsument, tomt.liste, tomt.sekvensnummer)
                         = (rammet.konsument, rammet.liste, rammet.sekvensnummer)
                  )
                  select identifikator, count(*) from rammet group by identifikator'
            else 'with glemt as (
                    delete from %s
                     where identifikator = any ($1) and ($2 is null or konsument = any ($2))
                    returning identifikator
                  )
                  select identifikator, count(*) from glemt group by identifikator'
          end, tabell)
          using identifikatorer, hos
      loop
        per_person := per_person || jsonb_build_object(ident, coalesce((per_person ->> ident)::bigint, 0) + antall);
        per_tabell := per_tabell
          || jsonb_build_object(tabell::text, coalesce((per_tabell ->> tabell::text)::bigint, 0) + antall);
      end loop;
    end loop;

    -- How far a first loading has come is told by an identifikator: the one before it tells as much.
    update folger.forste_lasting as lasting
       set etter = coalesce(
             (select max(watched.identifikator)
                from folger.bevaking as watched
               where watched.konsument = lasting.konsument
                 and watched.identifikator < lasting.etter), '')
     where lasting.etter = any (identifikatorer)
       and (forget.konsument is null or lasting.konsument = forget.konsument);

    insert into folger.glemt (konsument, ref, rader)
    select coalesce(forget.konsument, '*'), folger.ref(person.key), person.value::bigint
      from jsonb_each_text(per_person) as person;
    select count(*), coalesce(sum(person.value::bigint), 0)
      from jsonb_each_text(per_person) as person
      into antall, virkning.rader;
    virkning.merknad := format('about %s of %s persons', antall, cardinality(identifikatorer));
    if dry_run then raise exception using errcode = 'HF999'; end if;
    perform folger.noter('forget', jsonb_build_object('konsument', konsument, 'personer', antall, 'rader', per_tabell));
  exception when sqlstate 'HF999' then null;
  end;
  return virkning;
end $$;
comment on function drift.forget is
  'Erases every row about these persons, of one konsument or of all, and leaves in folger.glemt that it was done. Their events stay as numbers without a person. rader: rows erased. nokler: look-ups that are not made now. Consumers are not told in the change feed, which would keep the identifikator: watch_remove with slett does that, before this.';

create function folger.slett_gammel_revisjon(dager integer, antall integer) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  slettet bigint;
begin
  -- Whoever may write what was done may not make it be forgotten the next day.
  if dager < 90 then
    raise exception 'what was done is kept for 90 days at least';
  end if;
  delete from folger.revisjon
   where nummer in (select nummer from folger.revisjon where tidspunkt < now() - make_interval(days => dager) order by nummer limit antall);
  get diagnostics slettet = row_count;
  return slettet;
end $$;
comment on function folger.slett_gammel_revisjon is 'Deletes at most antall rows of folger.revisjon that are older than dager days.';
