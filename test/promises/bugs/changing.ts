/** P7 to P9: what an answer means, and whom it is told. */
import type { PlantedBug } from '../planted-bug.ts'

const ANSWERS = 'src/store/store-answers.ts'
const FEED = 'migrations/0014_lesere.sql'
const MEANING = 'src/skatteetaten/answers.ts'
const FEED_TESTS = 'test/store/change-feed.db.test.ts'
const SETTLE_TESTS = 'test/store/settle.db.test.ts'
const LOOK_UP_TESTS = 'test/skatteetaten/look-up.test.ts'

export const CHANGING: readonly PlantedBug[] = [
  {
    promise: 'P7',
    lost: 'a deletion is told nobody',
    file: ANSWERS,
    find: 'where judged.endring is not null and not judged.ubekreftet -- P9',
    replace: `where judged.endring <> 'slettet' and not judged.ubekreftet`,
    test: {
      file: SETTLE_TESTS,
      name: 'P7: a deletion empties the data and writes the tombstone and the endring',
    },
  },
  {
    promise: 'P7',
    lost: 'data that Skatteetaten has deleted is kept',
    file: ANSWERS,
    find: 'case when stored.data = excluded.data then stored.data else excluded.data end',
    replace: 'coalesce(excluded.data, stored.data)',
    test: {
      file: SETTLE_TESTS,
      name: 'P7: a deletion empties the data and writes the tombstone and the endring',
    },
  },
  {
    promise: 'P7',
    lost: 'what comes back after a deletion is not told as new',
    file: ANSWERS,
    find: `stored.tilstand is distinct from 'gjeldende' then 'ny'`,
    replace: `stored.tilstand is null then 'ny'`,
    test: { file: SETTLE_TESTS, name: 'P7: what comes back after a deletion is new' },
  },
  {
    promise: 'P7',
    lost: 'a 410 whose kode the katalog does not have deletes nothing',
    file: MEANING,
    find: 'return status === 410 &&',
    replace: 'return status === 411 &&',
    test: { file: LOOK_UP_TESTS, name: '410 with {"kode":"SSG-099" is slettet' },
  },
  {
    promise: 'P8',
    lost: "a proxy's 404 is taken for no data, and empties what is stored",
    file: MEANING,
    find: 'svar.status === status && svar.kode === kode',
    replace: 'svar.status === status && (svar.kode === kode || kode === undefined)',
    test: { file: LOOK_UP_TESTS, name: '404 with nothing is UNEXPECTED_ANSWER' },
  },
  {
    promise: 'P8',
    lost: "a proxy's 410 is taken for a deletion",
    file: MEANING,
    find: 'return status === 410 && kode?.startsWith(`${oppslag.feilkoder}-`) === true',
    replace: 'return status === 410',
    test: { file: LOOK_UP_TESTS, name: '410 with nothing is UNEXPECTED_ANSWER' },
  },
  {
    promise: 'P8',
    lost: 'a 200 that says nothing is stored over the data',
    file: 'src/skatteetaten/look-up.ts',
    find: 'if (!hasContent(parsed.value)) {',
    replace: 'if (false) {',
    test: { file: LOOK_UP_TESTS, name: '200 with {} is UNEXPECTED_ANSWER' },
  },
  {
    promise: 'P8',
    lost: '"no data" said once, by mistake, empties what is stored',
    file: ANSWERS,
    find: `answer.svar = 'ingen_data' and stored.tilstand is not distinct from 'gjeldende'
             and`,
    replace: 'false and',
    test: {
      file: SETTLE_TESTS,
      name: 'P8: "no data" where there is data empties nothing the first time, and waits to be asked again',
    },
  },
  {
    promise: 'P8',
    lost: 'an event during the wait shortens it, and the data is emptied within the same mistake',
    file: ANSWERS,
    find: 'coalesce(pending.ubekreftet_at + make_interval(secs => $10 / 1000.0) > now(), true)',
    replace: 'pending.ubekreftet_at is null',
    test: {
      file: SETTLE_TESTS,
      name: 'P8: an event during the wait is looked up at once, and does not shorten the wait',
    },
  },
  {
    promise: 'P8',
    lost: 'a wave of deletions is stored as it comes',
    file: 'src/resolve/resolver.ts',
    find: 'if (!mayStore) throw deletionWave(api, konsument)',
    replace: 'void mayStore; void deletionWave',
    test: {
      file: 'test/resolve/resolver.test.ts',
      name: 'P8: of a wave of deletions nothing is stored until an operator accepts it',
    },
  },
  {
    promise: 'P8',
    lost: 'a wave of deletions is never noticed',
    file: 'src/resolve/breaker.ts',
    find: 'const isWave = gone * 100 >= percent * last.size',
    replace: 'const isWave = gone * 100 > 100 * last.size',
    test: {
      file: 'test/resolve/breaker.test.ts',
      name: 'P8: from half of the last twenty answers on, deletions are no longer stored',
    },
  },
  {
    promise: 'P8',
    lost: 'a few nøkler that are asked about again and again are taken for a wave',
    file: 'src/resolve/breaker.ts',
    find: '      forget(nokkel)\n      last.set(nokkel, isGone)',
    replace: '      last.set(`${nokkel} ${Math.random()}`, isGone)',
    test: {
      file: 'test/resolve/breaker.test.ts',
      name: 'P8: a few nøkler that are gone are no wave, however often they are asked about',
    },
  },
  {
    promise: 'P8',
    lost: 'a restart goes on with the wave that had been stopped',
    file: 'src/store/breaker.ts',
    find: `state === 'tripped' ? TRIP : CLOSE`,
    replace: 'CLOSE',
    test: {
      file: 'test/store/breaker.db.test.ts',
      name: 'P8: an API that was stopped is stopped also after a restart, until its wave has ended',
    },
  },
  {
    promise: 'P9',
    lost: 'a reader of the feed passes over a change that is committed late',
    file: FEED,
    find: '       and endring.transaksjon < pg_snapshot_xmin(naa)\n',
    replace: '',
    test: {
      file: FEED_TESTS,
      name: 'P9: a change that commits late is not skipped by a reader that was there before it',
    },
  },
  {
    promise: 'P9',
    lost: 'readers are told of changes that are none',
    file: ANSWERS,
    find: `answer.svar = 'data' and stored.data is distinct from answer.data then 'endret'`,
    replace: `answer.svar = 'data' then 'endret'`,
    test: {
      file: SETTLE_TESTS,
      name: 'P9: content that did not change gives no endring, A to B to A gives two',
    },
  },
  {
    promise: 'P9',
    lost: 'readers are told of a deletion that is only suspected, and again when it is sure',
    file: ANSWERS,
    find: 'is not null and not judged.ubekreftet -- P9',
    replace: 'is not null',
    test: {
      file: SETTLE_TESTS,
      name: 'P8: the same answer after the wait empties it as a deletion',
    },
  },
  {
    promise: 'P9',
    lost: 'of two replicas that settle one nøkkel both tell that it is new',
    file: 'src/store/settle.ts',
    find: '         for update of pending\n',
    replace: '',
    test: {
      file: 'test/store/settle-interrupted.db.test.ts',
      name: 'P9: of two replicas that settle a nøkkel at once the second sees what the first stored',
    },
  },
  {
    promise: 'P9',
    lost: 'a reader of the feed goes on after a restore as if nothing had happened, and misses changes',
    file: FEED,
    find: 'if etter_transaksjon < strom.begynner then',
    replace: 'if false then',
    test: {
      file: FEED_TESTS,
      name: 'P9: after a restore no place from before it is gone on from, and new ones follow on',
    },
  },
  {
    promise: 'P9',
    lost: "a reader of another database's feed gets nothing for a long time, and no error",
    file: FEED,
    find: 'if etter > pg_snapshot_xmax(naa) and not pg_is_in_recovery() then',
    replace: 'if false then',
    test: {
      file: FEED_TESTS,
      name: 'P9: a feed of another server is refused at start, and a place ahead of the feed by the feed',
    },
  },
  {
    promise: 'P9',
    lost: 'the daemon writes on in a feed whose rows nobody sees until the new server has caught up',
    file: 'src/store/change-feed.ts',
    find: 'transaksjon >= pg_snapshot_xmax(pg_current_snapshot())',
    replace: 'false',
    test: {
      file: FEED_TESTS,
      name: 'P9: a feed of another server is refused at start, and a place ahead of the feed by the feed',
    },
  },
]
