/** Who is followed: the watch list, and what operators ask for. */
import type { PlantedBug } from '../planted-bug.ts'

const PAGE = 'src/store/store-page.ts'
const WATCH_LIST = 'migrations/0006_bevaking.sql'
const DRIFT = 'migrations/0012_drift.sql'
const DRIFT_TESTS = 'test/store/drift.db.test.ts'
const WATCH_TESTS = 'test/store/watch-list.db.test.ts'

export const WATCHING: readonly PlantedBug[] = [
  {
    promise: 'P1',
    lost: 'a page is filtered by a watch list that is being changed: who is added misses their event',
    file: PAGE,
    find: '     for share`',
    replace: '`',
    also: {
      file: WATCH_LIST,
      find: `begin
  perform folger.laas_oppslag(hvem, array(select oppslag from folger.fulgt_oppslag where konsument = hvem));
  insert into folger.bevakingsliste as liste (konsument, versjon)
  values (hvem, 1)
      on conflict (konsument) do update
     set versjon = liste.versjon + 1, endret_at = now()
  returning`,
      replace: `begin
  insert into folger.bevakingsliste as liste (konsument, versjon)
  values (hvem, 1)
      on conflict (konsument) do update
     set versjon = liste.versjon + 1, endret_at = now()
  returning`,
    },
    test: {
      file: WATCH_TESTS,
      name: 'P1: a page that comes while somebody is being added sees them on the list',
    },
  },
  {
    promise: 'P1',
    lost: 'the events of those who are not on the list are not stored',
    file: PAGE,
    find: 'where sekvensnummer not in (select sekvensnummer from known) -- P2\n     order by',
    replace:
      'where not $14::boolean or exists (select 1 from folger.bevaking as watched where watched.identifikator = incoming.identifikator)\n     order by',
    test: {
      file: WATCH_TESTS,
      name: 'every event is stored and moves the posisjon, those on the list alone wait',
    },
  },
  {
    promise: 'P5',
    lost: 'everybody who comes back to the watch list is looked up for data that we have',
    file: WATCH_LIST,
    find: '          and stored.sekvensnummer  >= held.nyeste)',
    replace: '          and false)',
    test: {
      file: WATCH_TESTS,
      name: 'P5: who comes back is looked up only for what has happened meanwhile',
    },
  },
  {
    promise: 'P5',
    lost: 'who is added is looked up for the oldest of their events, so the answer counts as older than it is',
    file: WATCH_LIST,
    find: '           max(hendelse.sekvensnummer) as nyeste',
    replace: '           min(hendelse.sekvensnummer) as nyeste',
    test: {
      file: WATCH_TESTS,
      name: 'P5: who is added after their events waits for the newest of each period, and once',
    },
  },
  {
    promise: 'P1',
    lost: 'one wrong digit in set-position skips every event up to that number',
    file: DRIFT,
    find: 'if sekvensnummer > naa.neste_sekvensnummer and not hopp_over and ny_liste is not true then',
    replace: 'if false then',
    test: {
      file: DRIFT_TESTS,
      name: 'P1: numbers that have not been read are skipped only when that is said',
    },
  },
  {
    promise: 'P1',
    lost: 'the events of a list that was set up anew are taken for those that have their numbers',
    file: DRIFT,
    find: `    if ny_liste then
      delete`,
    replace: `    if false then
      delete`,
    test: {
      file: DRIFT_TESTS,
      name: 'P1: a list in gap goes on only when it is said whether its numbers mean the same events',
    },
  },
  {
    promise: 'P4',
    lost: 'a follower of another replica goes on storing pages of a list that is paused',
    file: PAGE,
    find: `     and not folger.er_pauset('liste', liste, konsument)\n`,
    replace: '',
    test: {
      file: DRIFT_TESTS,
      name: 'a paused list stores no page, whoever has asked for one, until it is resumed',
    },
  },
  {
    promise: 'P5',
    lost: 'a dry run makes nøkler wait',
    file: DRIFT,
    find: `    if dry_run then raise exception using errcode = 'HF999'; end if;
    perform folger.noter('lookup'`,
    replace: `    perform folger.noter('lookup'`,
    test: {
      file: DRIFT_TESTS,
      name: 'nøkler are looked up when an operator says so, at once also where they wait for a later try',
    },
  },
  {
    promise: 'P12',
    lost: 'the records of what operators did tell about whom',
    file: DRIFT,
    find: `perform folger.noter('lookup', jsonb_build_object('konsument', konsument,`,
    replace: `perform folger.noter('lookup', jsonb_build_object('konsument', konsument, 'av', identifikatorer,`,
    test: {
      file: DRIFT_TESTS,
      name: 'P12: what is commanded is recorded with who and what, and without identifikatorer',
    },
  },
  {
    promise: 'P5',
    lost: 'what was ready when an operator paused an API is called all the same',
    file: 'src/resolve/resolver.ts',
    find: '    !deps.isPaused(konsument) &&\n    (inFlight',
    replace: '    (inFlight',
    test: {
      file: 'test/resolve/resolver.test.ts',
      name: 'while an operator has paused it nothing more is begun, and it goes on when resumed',
    },
  },
  {
    promise: 'P5',
    lost: 'an API that is paused is called after each restart, until the pause is seen',
    file: 'src/app/orders.ts',
    find: 'seen === undefined || seen.pauses.some(',
    replace: '[...(seen?.pauses ?? [])].some(',
    test: {
      file: 'test/app/orders.db.test.ts',
      name: 'everything is paused until it has been seen that it is not',
    },
  },
  {
    promise: 'P5',
    lost: 'a re-read looks a nøkkel up once for each page that names it',
    file: 'src/store/rereads.ts',
    find: '                and stored.versjon         > $8)',
    replace: '                and stored.versjon > $8 + 1000000)',
    test: {
      file: 'test/store/rereads.db.test.ts',
      name: 'P5: a nøkkel whose events are pages apart is looked up once',
    },
  },
  {
    promise: 'P11',
    lost: 'a page of a re-read that is read again after a kill is looked up again',
    file: 'src/store/rereads.ts',
    find: '     and neste = $2\n',
    replace: '     and $2::bigint is not null\n',
    test: {
      file: 'test/store/rereads.db.test.ts',
      name: 'P11: a page that is stored again after a kill makes nothing wait again',
    },
  },
  {
    promise: 'P3',
    lost: 'an event of today about a nøkkel of a re-read waits behind ten million others',
    file: PAGE,
    find: 'prioritet            = least(pending.prioritet, excluded.prioritet),',
    replace: 'prioritet            = pending.prioritet,',
    test: {
      file: 'test/store/rereads.db.test.ts',
      name: 'a live event about a nøkkel that waits in the last lane lifts it to the first',
    },
  },
  {
    promise: 'P1',
    lost: 'a re-read of a list that is paused meanwhile passes over the events that it has not stored',
    file: 'src/follow/reread.ts',
    find: '  if (missing === null) return\n',
    replace: '',
    also: {
      file: 'src/follow/reread.ts',
      find: '    missing,\n  })',
      replace: '    missing: missing ?? 0,\n  })',
    },
    test: {
      file: 'test/follow/reread.test.ts',
      name: 'P1: while the list can not be stored to, its place does not move',
    },
  },
]
