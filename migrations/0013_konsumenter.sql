-- 0013_konsumenter: what is per API becomes per API and konsument.
--
-- Locks: folger.api_tilstand and folger.bryter for an instant, they have a row per API;
--        folger.ventende_oppslag against writing while its index is made, a second per million rows.
-- Undo:  drop index folger.ventende_oppslag_forfall;
--        create index ventende_oppslag_forfall on folger.ventende_oppslag (oppslag, prioritet, forfall_at);
--        delete from folger.api_tilstand where konsument <> 'egen'; delete from folger.bryter where konsument <> 'egen';
--        alter table folger.api_tilstand drop column konsument, add primary key (api);
--        alter table folger.bryter drop column konsument, add primary key (api);
--        drift.resume as 0012_drift has it.

alter table folger.api_tilstand
  add column konsument text collate "C" not null default 'egen',
  drop constraint api_tilstand_pkey,
  add primary key (api, konsument);
alter table folger.api_tilstand alter column konsument drop default;
comment on table folger.api_tilstand is
  'Whether calls are made to an API for a konsument: a row from its first pause on. Without one it has never been paused.';
comment on column folger.api_tilstand.konsument is
  'Whose rights the calls are made with. A fault of the API as a whole pauses it for all of them.';

alter table folger.bryter
  add column konsument text collate "C" not null default 'egen',
  drop constraint bryter_pkey,
  add primary key (api, konsument);
alter table folger.bryter alter column konsument drop default;
comment on table folger.bryter is
  'APIs and konsumenter whose wave of deletions or "no data" is not stored: a row from when it began until it has ended.';
comment on column folger.bryter.konsument is 'Whose look-ups are answered so.';

-- konsument first: next-look-ups.ts walks it once for each konsument, so that none starves another.
drop index folger.ventende_oppslag_forfall;
create index ventende_oppslag_forfall on folger.ventende_oppslag (konsument, oppslag, prioritet, forfall_at);

-- As before, but that a wave is accepted for whom it is said.
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
