-- 0014_lesere: readers of the change feed whose place is kept for them.
--
-- Locks: skatt.strom for an instant, it has one row; the rest is new.
-- Undo:  drop view skatt.lesere; drop function skatt.les_endringer, skatt.bekreft, skatt.sett_leseplass,
--        skatt.slett_leser, skatt.ta_leseplass, skatt.krev_endringer, skatt.endringer_etter, folger.leser,
--        folger.flytt_leseplass; drop table folger.lesekrav, folger.leseplass;
--        alter table skatt.strom drop column slettet_til, drop column beholdes_dager;
--        drop type skatt.endringsplass; and make skatt.endringer_etter anew as in 0007.
--
-- A reader takes a batch by a claim that runs out by the database's clock, and confirms it when it is
-- done. What is not confirmed is given again: at least once. Claims of one app never overlap, so its
-- workers don't get the same. All state is in rows, none in a session.

create type skatt.endringsplass as (transaksjon xid8, endringsnummer bigint);
comment on type skatt.endringsplass is 'A place in the change feed: that of a change, or between two.';

alter table skatt.strom
  add column slettet_til    skatt.endringsplass not null default row('0', 0),
  add column beholdes_dager integer;
comment on column skatt.strom.slettet_til is
  'The last place whose change has been deleted because of its age: a reader that is before it has missed changes, and is refused.';
comment on column skatt.strom.beholdes_dager is
  'Days that changes are kept: ENDRINGER_BEHOLDES_DAGER when old ones were last deleted; null: none ever were.';

drop function skatt.endringer_etter(xid8, bigint, integer, text[]);
create function skatt.endringer_etter(
  etter_transaksjon xid8,
  etter_nummer      bigint,
  antall            integer,
  bare_oppslag      text[] default null,
  bare_konsument    text   default null
) returns setof skatt.endring
language plpgsql stable as $$
declare
  strom  record;
  naa    pg_snapshot := pg_current_snapshot();
  etter  xid8;
  anew constant text := 'Read the tables anew: take skatt.endringer_slutt(), then read the rows, then go on from the place taken.';
begin
  select s.forskyvning, s.begynner, s.gjenopprettet_at, s.slettet_til, s.beholdes_dager
    into strom
    from skatt.strom as s;
  if etter_transaksjon = '0' then
    etter := '0';
  else
    if etter_transaksjon < strom.begynner then
      raise exception 'this place in the change feed is from before the database was restored at %', strom.gjenopprettet_at
        using errcode = 'object_not_in_prerequisite_state', hint = anew;
    end if;
    if row(etter_transaksjon, etter_nummer)::skatt.endringsplass < strom.slettet_til then
      raise exception 'changes after this place in the change feed have been deleted: they are kept % days', strom.beholdes_dager
        using errcode = 'object_not_in_prerequisite_state', hint = anew;
    end if;
    etter := (etter_transaksjon::text::bigint - strom.forskyvning)::text::xid8;
    -- A standby may lag behind the server that the place was read on.
    if etter > pg_snapshot_xmax(naa) and not pg_is_in_recovery() then
      raise exception 'this place in the change feed is ahead of the feed: it is another database''s, or the database was restored from a backup'
        using errcode = 'object_not_in_prerequisite_state',
              hint    = anew || ' After a restore an operator runs "hendelsesfolger restored" first.';
    end if;
  end if;

  -- Below the oldest transaction still running nothing can appear any more, so a reader that goes
  -- on from the last row it got misses none. The price: one long transaction holds up the feed.
  return query
    select (endring.transaksjon::text::bigint + strom.forskyvning)::text::xid8, endring.endringsnummer,
           endring.konsument, endring.oppslag, endring.identifikator, endring.gjelder_periode,
           endring.type, endring.endret_at
      from skatt.endring
     where (endring.transaksjon, endring.endringsnummer) > (etter, etter_nummer)
       and endring.transaksjon < pg_snapshot_xmin(naa)
       and (bare_oppslag is null or endring.oppslag = any (bare_oppslag))
       and (bare_konsument is null or endring.konsument = bare_konsument)
     order by endring.transaksjon, endring.endringsnummer
     limit antall;
end $$;
comment on function skatt.endringer_etter is
  'The next changes after the one given ((''0'', 0) from the first), in order, without gaps or repeats. Keep transaksjon and endringsnummer of the last row as the place to go on from. Fails when the place can not be gone on from: after a restore, or when changes after it have been deleted because of their age.';

create table folger.leseplass (
  app            text        collate "C" primary key,
  eier           text        not null,
  bare_oppslag   text[],
  bare_konsument text        collate "C",
  bekreftet_til  skatt.endringsplass not null default row('0', 0),
  krevd_til      skatt.endringsplass not null default row('0', 0),
  opprettet_at   timestamptz not null default now(),
  lest_at        timestamptz,
  bekreftet_at   timestamptz
) with (fillfactor = 50);
comment on table folger.leseplass is
  'How far each app has read the change feed: everything up to bekreftet_til is confirmed, everything up to krevd_til has been given to one of its workers.';
comment on column folger.leseplass.eier is 'The role that read first: it, and members of it, go on.';

create table folger.lesekrav (
  app        text        collate "C" not null references folger.leseplass on delete cascade,
  fra        skatt.endringsplass not null,
  til        skatt.endringsplass not null,
  utloper_at timestamptz not null,
  bekreftet  boolean     not null,
  primary key (app, fra)
) with (fillfactor = 50);
comment on table folger.lesekrav is
  'Batches that an app''s workers have been given: the changes after fra, up to and with til. From the app''s bekreftet_til to its krevd_til they follow each other without gaps.';
comment on column folger.lesekrav.utloper_at is 'From then on it is given to whoever asks, unless it is bekreftet.';

create function folger.leser(hvem text) returns folger.leseplass
language plpgsql as $$
declare
  plass folger.leseplass;
begin
  select l.app, l.eier, l.bare_oppslag, l.bare_konsument, l.bekreftet_til, l.krevd_til, l.opprettet_at,
         l.lest_at, l.bekreftet_at
    into plass
    from folger.leseplass as l
   where l.app = hvem
     for update;
  -- A role that has been dropped owns nothing any more.
  if to_regrole(quote_ident(plass.eier)) is not null and not pg_has_role(session_user, plass.eier::name, 'member') then
    raise exception 'app "%" belongs to the role "%"', hvem, plass.eier
      using errcode = 'insufficient_privilege', hint = 'Choose another name for your app.';
  end if;
  return plass;
end $$;
comment on function folger.leser is
  'The leseplass of an app, locked until the transaction ends; null where there is none. Fails when it belongs to another role than the one that is connected.';

create function folger.flytt_leseplass(hvem text) returns void
language plpgsql as $$
begin
  update folger.leseplass as plass
     set bekreftet_til = coalesce(
           (select krav.fra
              from folger.lesekrav as krav
             where krav.app = hvem
               and not krav.bekreftet
             order by krav.fra
             limit 1),
           plass.krevd_til)
   where plass.app = hvem;
  delete from folger.lesekrav as krav
   using folger.leseplass as plass
   where plass.app = hvem
     and krav.app = hvem
     and krav.til <= plass.bekreftet_til;
end $$;
comment on function folger.flytt_leseplass is 'Moves an app''s bekreftet_til over the batches that are confirmed, as far as none is missing.';

create function skatt.ta_leseplass(
  hvem text, oppslag text[], konsument text,
  out etter skatt.endringsplass, out til skatt.endringsplass
)
language plpgsql security definer set search_path = '' as $$
declare
  mange constant integer := 1000;
  plass  folger.leseplass;
  utlopt record;
begin
  if hvem is null or hvem = '' then
    raise exception 'an app needs a name' using errcode = 'invalid_parameter_value';
  end if;
  plass := folger.leser(hvem);
  if plass.app is null then
    insert into folger.leseplass (app, eier) values (hvem, session_user)
        on conflict (app) do nothing;
    plass := folger.leser(hvem);
  end if;
  if plass.lest_at is not null
     and (plass.bare_oppslag, plass.bare_konsument) is distinct from (oppslag, konsument) then
    raise exception 'app "%" began with oppslag % and konsument %', hvem,
        coalesce(plass.bare_oppslag::text, 'null'), coalesce(plass.bare_konsument, 'null')
      using errcode = 'invalid_parameter_value',
            hint    = 'An app reads the same all the time, or its place would mean nothing. Choose another name for the app, or call skatt.slett_leser first to begin anew.';
  end if;
  update folger.leseplass as l
     set lest_at = now(), bare_oppslag = oppslag, bare_konsument = konsument
   where l.app = hvem;

  select krav.fra, krav.til
    into utlopt
    from folger.lesekrav as krav
   where krav.app = hvem
     and not krav.bekreftet
     and krav.utloper_at <= now()
   order by krav.fra
   limit 1;
  if found then
    etter := utlopt.fra;
    til   := utlopt.til;
  else
    etter := plass.krevd_til;
    if (select count(*) from folger.lesekrav as krav where krav.app = hvem and not krav.bekreftet) >= mange then
      raise exception 'app "%" has % batches that are not confirmed', hvem, mange
        using errcode = 'program_limit_exceeded',
              hint    = 'Call skatt.bekreft with the last row of each batch when it is done.';
    end if;
  end if;
end $$;
comment on function skatt.ta_leseplass is
  'For skatt.les_endringer: where an app reads on. With til: a batch that nobody has confirmed in time. Without: after all that has been given. Locks the app until the transaction ends.';

create function skatt.krev_endringer(
  hvem  text,
  etter skatt.endringsplass,
  siste skatt.endringsplass,
  slutt skatt.endringsplass,
  varer interval
) returns void
language plpgsql security definer set search_path = '' as $$
declare
  plass folger.leseplass := folger.leser(hvem);
  foer  skatt.endringsplass;
begin
  select (krav.til).transaksjon, (krav.til).endringsnummer
    into foer
    from folger.lesekrav as krav
   where krav.app = hvem
     and krav.fra = etter;
  if found then
    -- Given again. Without a row its changes have been erased, and nobody is left to confirm it.
    update folger.lesekrav as krav
       set til = coalesce(siste, foer), utloper_at = now() + varer, bekreftet = siste is null
     where krav.app = hvem
       and krav.fra = etter;
    -- Fewer were asked for than were given then: the rest stays a batch of its own.
    insert into folger.lesekrav (app, fra, til, utloper_at, bekreftet)
    select hvem, siste, foer, now(), false
     where siste < foer;
  elsif etter <> plass.krevd_til then
    raise exception 'app "%" is not at this place', hvem using errcode = 'invalid_parameter_value';
  elsif siste is not null or slutt > etter then
    -- Without a row there is nothing for it up to the end: it reads on from there, or it would seem
    -- to be late when old changes are deleted.
    insert into folger.lesekrav (app, fra, til, utloper_at, bekreftet)
    values (hvem, etter, coalesce(siste, slutt), now() + varer, siste is null);
    update folger.leseplass as l set krevd_til = coalesce(siste, slutt) where l.app = hvem;
  end if;
  perform folger.flytt_leseplass(hvem);
end $$;
comment on function skatt.krev_endringer is
  'For skatt.les_endringer: notes what an app''s worker has been given: after etter, up to and with siste. It has until varer has passed to confirm it.';

-- The rows are read here and not in a function with its owner's rights: so the reader gets those that
-- it may see. Each statement of this function sees what was committed before it, so what is read
-- after the end was taken holds everything before that end.
create function skatt.les_endringer(
  app        text,
  antall     integer  default 500,
  oppslag    text[]   default null,
  konsument  text     default null,
  krav_varer interval default '5 minutes'
) returns setof skatt.endring
language plpgsql as $$
declare
  plass record;
  slutt skatt.endringsplass;
  siste skatt.endringsplass;
  rader skatt.endring[];
begin
  if antall is null or antall < 1 or krav_varer is null or krav_varer <= '0' then
    raise exception 'antall must be 1 or more, and krav_varer longer than nothing' using errcode = 'invalid_parameter_value';
  end if;
  loop
    select tatt.etter, tatt.til into plass from skatt.ta_leseplass(app, oppslag, konsument) as tatt;
    select ende.transaksjon, ende.endringsnummer into slutt from skatt.endringer_slutt() as ende;
    rader := array(
      select rad
        from skatt.endringer_etter((plass.etter).transaksjon, (plass.etter).endringsnummer, antall, oppslag, konsument) as rad
       where plass.til is null
          or row(rad.transaksjon, rad.endringsnummer)::skatt.endringsplass <= plass.til);
    siste := null;
    if cardinality(rader) > 0 then
      siste := row(rader[cardinality(rader)].transaksjon, rader[cardinality(rader)].endringsnummer);
    end if;
    perform skatt.krev_endringer(app, plass.etter, siste, slutt, krav_varer);
    exit when siste is not null or plass.til is null;
  end loop;
  return query
    select rad.transaksjon, rad.endringsnummer, rad.konsument, rad.oppslag, rad.identifikator,
           rad.gjelder_periode, rad.type, rad.endret_at
      from unnest(rader) as rad;
end $$;
comment on function skatt.les_endringer is
  'The next changes for an app, whose place is kept here: at most antall, only of some oppslag or one konsument where these are given. Confirm them with skatt.bekreft when they are done; what is not confirmed within krav_varer is given again, to whichever of the app''s workers asks. Workers never have the same rows at the same time. Call it in a transaction of its own: it writes, and a transaction that stays open holds up the feed for all readers.';

create function skatt.bekreft(app text, transaksjon xid8, endringsnummer bigint) returns void
language plpgsql security definer set search_path = '' as $$
declare
  plass           folger.leseplass := folger.leser(app);
  ferdig constant skatt.endringsplass := row(transaksjon, endringsnummer);
begin
  if plass.app is null or ferdig > plass.krevd_til then
    raise exception 'app "%" has not been given a change at this place', app
      using errcode = 'invalid_parameter_value',
            hint    = 'Confirm with transaksjon and endringsnummer of a row from skatt.les_endringer.';
  end if;
  -- A batch may be confirmed in parts: the rest of it begins there. What is confirmed already is
  -- confirmed again by a worker that was too late, and that changes nothing.
  update folger.lesekrav as krav
     set bekreftet = krav.til = ferdig,
         fra       = case when krav.til = ferdig then krav.fra else ferdig end
   where krav.app = plass.app
     and not krav.bekreftet
     and krav.fra < ferdig
     and krav.til >= ferdig;
  update folger.leseplass as l set bekreftet_at = now() where l.app = plass.app;
  perform folger.flytt_leseplass(plass.app);
end $$;
comment on function skatt.bekreft is
  'Confirms the changes of a batch from skatt.les_endringer up to and with the one given: they are not given again. Safe twice.';

create function skatt.sett_leseplass(app text, transaksjon xid8, endringsnummer bigint) returns void
language plpgsql security definer set search_path = '' as $$
declare
  plass folger.leseplass;
  ny constant skatt.endringsplass := row(transaksjon, endringsnummer);
begin
  insert into folger.leseplass as l (app, eier) values (sett_leseplass.app, session_user)
      on conflict on constraint leseplass_pkey do nothing;
  plass := folger.leser(app);
  delete from folger.lesekrav as krav where krav.app = plass.app;
  update folger.leseplass as l set bekreftet_til = ny, krevd_til = ny where l.app = plass.app;
end $$;
comment on function skatt.sett_leseplass is
  'Makes an app read on after that place: skatt.endringer_slutt(), taken before the tables are read; or (''0'', 0) for all that is kept. What its workers have and have not confirmed is forgotten.';

create function skatt.slett_leser(app text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  plass folger.leseplass := folger.leser(app);
begin
  delete from folger.leseplass as l where l.app = plass.app;
end $$;
comment on function skatt.slett_leser is 'Forgets an app: its place is kept no longer.';

create view skatt.lesere as
  select plass.app, plass.eier, plass.bare_oppslag, plass.bare_konsument,
         (plass.bekreftet_til).transaksjon, (plass.bekreftet_til).endringsnummer,
         plass.opprettet_at, plass.lest_at, plass.bekreftet_at,
         krav.antall  as ubekreftede_krav,
         krav.utlopte as utlopte_krav,
         neste.endret_at as eldste_ulest_at,
         neste.endret_at + make_interval(days => strom.beholdes_dager) as eldste_ulest_slettes_at,
         (plass.bekreftet_til).transaksjon <> '0'
           and plass.bekreftet_til < greatest(row(strom.begynner, 0)::skatt.endringsplass, strom.slettet_til)
           as har_mistet
    from folger.leseplass as plass
   cross join skatt.strom
   cross join lateral (
     select count(*) filter (where not bekreftet) as antall,
            count(*) filter (where not bekreftet and utloper_at <= now()) as utlopte
       from folger.lesekrav
      where lesekrav.app = plass.app
   ) as krav
    left join lateral (
     select endring.endret_at
       from skatt.endring
      where (endring.transaksjon, endring.endringsnummer)
              > (greatest((plass.bekreftet_til).transaksjon::text::bigint - strom.forskyvning, 0)::text::xid8,
                 (plass.bekreftet_til).endringsnummer)
        and (plass.bare_oppslag is null or endring.oppslag = any (plass.bare_oppslag))
        and (plass.bare_konsument is null or endring.konsument = plass.bare_konsument)
      order by endring.transaksjon, endring.endringsnummer
      limit 1
   ) as neste on true;
comment on view skatt.lesere is 'The apps that read the change feed through skatt.les_endringer: how far each has come, and what it is about to miss.';
comment on column skatt.lesere.app is 'The name that the app reads under.';
comment on column skatt.lesere.eier is 'The role that read first: it, and members of it, go on.';
comment on column skatt.lesere.bare_oppslag is 'The oppslag that it reads; null: all.';
comment on column skatt.lesere.bare_konsument is 'The konsument that it reads; null: all that its role may see.';
comment on column skatt.lesere.transaksjon is 'With endringsnummer the place up to which everything is confirmed.';
comment on column skatt.lesere.endringsnummer is 'As transaksjon.';
comment on column skatt.lesere.opprettet_at is 'When it read first.';
comment on column skatt.lesere.lest_at is 'When it last asked for changes.';
comment on column skatt.lesere.bekreftet_at is 'When it last confirmed some.';
comment on column skatt.lesere.ubekreftede_krav is 'Batches that its workers have been given and have not confirmed.';
comment on column skatt.lesere.utlopte_krav is 'Those of them that were not confirmed in time: they are given to whoever asks next.';
comment on column skatt.lesere.eldste_ulest_at is 'When the oldest change was written that it has not confirmed; null: it is up to date. How far it is behind is now() minus this.';
comment on column skatt.lesere.eldste_ulest_slettes_at is 'When that change is deleted because of its age: be there before. Null until old changes have been deleted once.';
comment on column skatt.lesere.har_mistet is 'Whether changes after its place are gone, by their age or by a restore: it is refused until it reads the tables anew and calls skatt.sett_leseplass.';
