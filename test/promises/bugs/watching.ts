/** Who is followed: the watch list, and what operators ask for. */
import type { PlantedBug } from '../planted-bug.ts'

const PAGE = 'src/store/store-page.ts'
const WATCH_LIST = 'migrations/0006_bevaking.sql'
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
]
