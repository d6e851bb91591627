-- 0017_roller: who may do what in the database, and whose rows a reader sees.
--
-- Locks: each table of skatt for an instant, to have row-level security; views are replaced at once.
-- Undo:  drop function folger.gi_rettigheter, folger.vern_tabell, drift.gi_lesetilgang, drift.fjern_lesetilgang;
--        alter table ... disable row level security and drop policy leser, skriver for each table of skatt;
--        drop view drift.lesetilgang; drop function skatt.mine_konsumenter, folger.konsumenter_for; drop table folger.lesetilgang;
--        skatt.ferskhet as 0015_ferskhet has it, folger.opprett_opplysningstabell as 0002_skatt has it;
--        drop owned by hendelsesfolger_leser, hendelsesfolger_bevaker, hendelsesfolger_skriver,
--        hendelsesfolger_operatoer cascade; drop role of the same four.
--
-- The owner is whoever runs the migrations; the roles below are for everybody else. They can't log
-- in: a DBA grants them to those that do. Where we may not make them, "hendelsesfolger roles" prints
-- the SQL for a DBA, and the next start gives them their rights.

do $$
declare
  rolle text;
begin
  if not exists (select 1 from pg_roles where rolname = current_user and (rolcreaterole or rolsuper)) then
    return;
  end if;
  foreach rolle in array array['leser', 'bevaker', 'skriver', 'operatoer'] loop
    begin
      execute format('create role hendelsesfolger_%s nologin', rolle);
    exception when duplicate_object or unique_violation then null; -- another database of the server has it
    end;
  end loop;
end $$;

create table folger.lesetilgang (
  rolle     name        not null,
  konsument text        collate "C" not null,
  gitt_at   timestamptz not null default now(),
  gitt_av   text        not null default session_user,
  primary key (rolle, konsument)
);
comment on table folger.lesetilgang is
  'Which konsumenter a role, and whoever is a member of it, may read in skatt. A role without a row sees none, whatever it has been granted. Changed by drift.gi_lesetilgang and drift.fjern_lesetilgang.';
comment on column folger.lesetilgang.konsument is 'egen, an organisasjonsnummer, or * for all.';

create function folger.konsumenter_for(hvem name) returns text[]
language sql stable parallel safe security definer set search_path = '' as $$
  with gitt as (
    select tilgang.konsument
      from folger.lesetilgang as tilgang
      join pg_catalog.pg_roles as rolle on rolle.rolname = tilgang.rolle
     where pg_catalog.pg_has_role(hvem, rolle.oid, 'usage')
  ),
  ser_alt as (
    select 1 from gitt where konsument = '*'
    union all
    select 1
      from pg_catalog.pg_roles as rolle
     where (rolle.rolname = 'hendelsesfolger_skriver'
            or rolle.oid = (select nspowner from pg_catalog.pg_namespace where nspname = 'folger'))
       and pg_catalog.pg_has_role(hvem, rolle.oid, 'usage')
  )
  select array(
    select konsument from gitt where konsument <> '*'
    union
    select kjent.konsument
      from (select konsument from folger.posisjon union select konsument from folger.fulgt_oppslag) as kjent
     where exists (select 1 from ser_alt)
  )
$$;
comment on function folger.konsumenter_for is
  'The konsumenter whose rows a role sees in skatt: all for the owner and the daemon, else those it has been given.';

-- Its body is bound when it is made: whoever calls it needs no rights in folger.
create function skatt.mine_konsumenter() returns text[]
language sql stable parallel safe
return folger.konsumenter_for(current_user);
comment on function skatt.mine_konsumenter is
  'The konsumenter whose rows you see. Empty: an operator has given your role none (drift.gi_lesetilgang).';

create function folger.vern_tabell(tabell regclass) returns void
language plpgsql set search_path = '' as $$
-- The subquery is evaluated once for each query, and the array finds rows by index.
declare
  mine constant text := 'konsument = any ((select skatt.mine_konsumenter())::text[])';
begin
  if not (select relrowsecurity from pg_catalog.pg_class where oid = tabell) then
    execute format('alter table %s enable row level security', tabell);
  end if;
  if not exists (select 1 from pg_catalog.pg_policy where polrelid = tabell and polname = 'leser') then
    execute format('create policy leser on %s for select using (%s)', tabell, mine);
  end if;
  if to_regrole('hendelsesfolger_skriver') is not null
    and not exists (select 1 from pg_catalog.pg_policy where polrelid = tabell and polname = 'skriver') then
    execute format('create policy skriver on %s to hendelsesfolger_skriver using (true) with check (true)', tabell);
  end if;
  if tabell = 'skatt.bevakingsoenske'::regclass
    and to_regrole('hendelsesfolger_bevaker') is not null
    and not exists (select 1 from pg_catalog.pg_policy where polrelid = tabell and polname = 'bevaker') then
    execute format('create policy bevaker on %s for insert to hendelsesfolger_bevaker with check (%s)', tabell, mine);
    execute format('create policy bevaker_sletter on %s for delete to hendelsesfolger_bevaker using (%s)', tabell, mine);
  end if;
end $$;
comment on function folger.vern_tabell is
  'Row-level security for a table of skatt: readers see the konsumenter of skatt.mine_konsumenter(), also when they read a partition by its own name.';

create function folger.gi_rettigheter() returns void
language plpgsql security definer set search_path = '' as $$
declare
  setning text;
begin
  -- Replicas start together, and Postgres lets only one of them change what an object grants.
  perform pg_advisory_xact_lock(4711059);

  perform folger.vern_tabell(tabell.oid::regclass)
     from pg_catalog.pg_class as tabell
    where tabell.relnamespace = 'skatt'::regnamespace
      and tabell.relkind in ('r', 'p')
      and exists (
        select 1
          from pg_catalog.pg_attribute as kolonne
         where kolonne.attrelid = tabell.oid
           and kolonne.attname = 'konsument'
           and not kolonne.attisdropped);

  for setning in
    with relasjon as (
      select rel.oid, rel.relkind, skjema.nspname as skjema, rel.relname as navn
        from pg_catalog.pg_class as rel
        join pg_catalog.pg_namespace as skjema on skjema.oid = rel.relnamespace
       where skjema.nspname in ('folger', 'skatt', 'drift')
         and rel.relkind in ('r', 'p', 'v', 'm', 'S')
    ),
    funksjon as (
      select proc.oid, skjema.nspname as skjema, proc.proname as navn
        from pg_catalog.pg_proc as proc
        join pg_catalog.pg_namespace as skjema on skjema.oid = proc.pronamespace
       where skjema.nspname in ('folger', 'skatt', 'drift')
         and proc.prokind in ('f', 'p')
    ),
    -- Row-level security asks them on behalf of whoever reads.
    apen as (
      select 'folger.konsumenter_for(name)'::regprocedure::oid as oid
      union all
      select 'skatt.mine_konsumenter()'::regprocedure::oid
    ),
    tabellrett (rolle, oid, rett) as (
      select 'leser', rel.oid, 'select' from relasjon as rel where rel.skjema = 'skatt' and rel.relkind <> 'S'
      union all
      select 'bevaker', 'skatt.bevakingsoenske'::regclass::oid, rett from unnest(array['select', 'insert', 'delete']) as rett
      union all
      select 'operatoer', rel.oid, 'select' from relasjon as rel where rel.skjema = 'drift' and rel.relkind in ('v', 'm')
      union all
      select 'skriver', rel.oid, 'select' from relasjon as rel where rel.relkind <> 'S' and rel.navn <> 'lesetilgang'
      union all
      -- What was done is written once; what protects others is not the daemon's to change.
      select 'skriver', rel.oid, rett
        from relasjon as rel
       cross join unnest(array['insert', 'update', 'delete']) as rett
       where rel.relkind in ('r', 'p')
         and rel.navn not in ('migrasjon', 'lesetilgang', 'hemmelighet')
         and (rel.navn <> 'revisjon' or rett = 'insert')
    )
    select format('revoke execute on function %s from public', funksjon.oid::regprocedure)
      from funksjon
     where funksjon.oid not in (select oid from apen)
       and has_function_privilege('public', funksjon.oid, 'execute')
    union all
    select format('grant usage on schema %I to hendelsesfolger_%s', skjema, rolle)
      from (values ('leser', 'skatt'), ('bevaker', 'skatt'), ('skriver', 'skatt'), ('skriver', 'folger'),
                   ('skriver', 'drift'), ('operatoer', 'drift')) as bruk (rolle, skjema)
     where not has_schema_privilege(to_regrole('hendelsesfolger_' || rolle)::oid, skjema, 'usage')
    union all
    select format('grant %s on %s to hendelsesfolger_%s', rett, tabellrett.oid::regclass, rolle)
      from tabellrett
     where not has_table_privilege(to_regrole('hendelsesfolger_' || rolle)::oid, tabellrett.oid, rett)
    union all
    select format('grant usage, select on sequence %s to hendelsesfolger_skriver', rel.oid::regclass)
      from relasjon as rel
     where rel.relkind = 'S'
       and not has_sequence_privilege(to_regrole('hendelsesfolger_skriver')::oid, rel.oid, 'usage')
    union all
    select format('grant execute on function %s to hendelsesfolger_%s', funksjon.oid::regprocedure, rolle)
      from funksjon
      join (values ('leser', 'skatt'), ('skriver', 'skatt'), ('skriver', 'folger'), ('skriver', 'drift'),
                   ('operatoer', 'drift')) as bruk (rolle, skjema) using (skjema)
     where to_regrole('hendelsesfolger_' || rolle) is not null
       and (funksjon.oid not in (select oid from apen))
       and not exists (
         select 1
           from pg_catalog.pg_proc as proc
          cross join aclexplode(coalesce(proc.proacl, acldefault('f', proc.proowner))) as gitt
          where proc.oid = funksjon.oid
            and gitt.grantee = to_regrole('hendelsesfolger_' || rolle)::oid)
  loop
    begin
      execute setning;
    exception when insufficient_privilege then
      raise warning 'not done, as another role owns it: %', setning;
    end;
  end loop;
end $$;
comment on function folger.gi_rettigheter is
  'Gives the roles hendelsesfolger_leser, _bevaker, _skriver and _operatoer, where they are, their rights on everything there is, and takes from everybody else the right to execute functions. Changes nothing where all is as it should be. Called at each start.';

-- Made for the daemon, which may not make tables itself: so only of this form.
create or replace function folger.opprett_opplysningstabell(oppslag_id text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  tabell text := replace(oppslag_id, '-', '_');
  kolonne record;
begin
  if oppslag_id !~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' or length(oppslag_id) > 60 then
    raise exception 'no id of an oppslag: small letters and digits with single hyphens, at most 60 characters';
  end if;
  if to_regclass(format('skatt.%I', tabell)) is not null then
    return;
  end if;
  execute format('create table skatt.%I partition of skatt.opplysning for values in (%L)', tabell, oppslag_id);
  execute format('create index %I on skatt.%I (endret_at, konsument)', tabell || '_endret', tabell);
  execute format('comment on table skatt.%I is %L', tabell,
    format('The newest answers of the oppslagstjeneste %s: the rows of skatt.opplysning with that oppslag.', oppslag_id));
  for kolonne in
    select attname, col_description(attrelid, attnum) as beskrivelse
      from pg_catalog.pg_attribute
     where attrelid = 'skatt.opplysning'::regclass and attnum > 0 and not attisdropped
  loop
    execute format('comment on column skatt.%I.%I is %L', tabell, kolonne.attname, kolonne.beskrivelse);
  end loop;
  perform folger.vern_tabell(format('skatt.%I', tabell)::regclass);
end $$;

create function drift.gi_lesetilgang(rolle name, konsument text, dry_run boolean default false) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
begin
  if to_regrole(quote_ident(rolle)) is null then
    raise exception using errcode = 'HF001', message = format('there is no role %s', quote_ident(rolle));
  end if;
  if konsument !~ '^(\*|egen|\d{9})$' then
    raise exception using errcode = 'HF001', message = 'the konsument is neither egen, an organisasjonsnummer, nor * for all';
  end if;
  begin
    insert into folger.lesetilgang as ny (rolle, konsument) values (gi_lesetilgang.rolle, gi_lesetilgang.konsument)
        on conflict on constraint lesetilgang_pkey do nothing;
    get diagnostics virkning.rader = row_count;
    if not has_schema_privilege(gi_lesetilgang.rolle, 'skatt', 'usage') then
      virkning.merknad := 'it may not read skatt at all yet: a DBA grants it hendelsesfolger_leser';
    end if;
    if dry_run then raise exception using errcode = 'HF999'; end if;
    if virkning.rader > 0 then
      perform folger.noter('reader add', jsonb_build_object('rolle', rolle, 'konsument', konsument));
    end if;
  exception when sqlstate 'HF999' then null;
  end;
  return virkning;
end $$;
comment on function drift.gi_lesetilgang is
  'Lets a role, and its members, read a konsument''s rows in skatt: egen, an organisasjonsnummer, or * for all there are and will be.';

create function drift.fjern_lesetilgang(rolle name, konsument text default null, dry_run boolean default false) returns drift.virkning
language plpgsql security definer set search_path = '' as $$
declare
  virkning drift.virkning := (0, 0, 0, 0, interval '0', null);
begin
  begin
    delete from folger.lesetilgang as tilgang
     where tilgang.rolle = fjern_lesetilgang.rolle
       and (fjern_lesetilgang.konsument is null or tilgang.konsument = fjern_lesetilgang.konsument);
    get diagnostics virkning.rader = row_count;
    if dry_run then raise exception using errcode = 'HF999'; end if;
    if virkning.rader > 0 then
      perform folger.noter('reader remove', jsonb_build_object('rolle', rolle, 'konsument', konsument));
    end if;
  exception when sqlstate 'HF999' then null;
  end;
  return virkning;
end $$;
comment on function drift.fjern_lesetilgang is
  'Takes from a role what drift.gi_lesetilgang gave it: one konsument, or all. It sees nothing of it from its next query on.';

create view drift.lesetilgang as
  select rolle, konsument, gitt_at, gitt_av
    from folger.lesetilgang;
comment on view drift.lesetilgang is 'Which roles read which konsumenter.';

-- It reads folger with its owner's rights, so it filters by itself, and calls nothing that readers may not.
create or replace view skatt.ferskhet as
  select posisjon.konsument,
         posisjon.liste,
         case when exists (
                select 1
                  from folger.pause as paused
                 where paused.konsument in ('*', posisjon.konsument)
                   and (paused.art = 'alt' or paused.art = 'liste' and paused.navn = posisjon.liste))
              then 'pauset' else posisjon.tilstand end                     as tilstand,
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
    left join skatt.holdt_tilbake on true
   where posisjon.konsument = any ((select skatt.mine_konsumenter())::text[]);

select folger.gi_rettigheter();
