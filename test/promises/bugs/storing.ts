/** P1 to P4: events in, answers in. */
import type { PlantedBug } from '../planted-bug.ts'

const PAGE = 'src/store/store-page.ts'
const ANSWERS = 'src/store/store-answers.ts'
const PUT_OFF = 'src/store/put-off.ts'
const PAGE_TESTS = 'test/store/store-page.db.test.ts'
const SETTLE_TESTS = 'test/store/settle.db.test.ts'
const INTERRUPTED_TESTS = 'test/store/settle-interrupted.db.test.ts'

export const STORING: readonly PlantedBug[] = [
  {
    promise: 'P1',
    lost: 'the posisjon moves outside the transaction: a page that is not stored is never read again',
    file: PAGE,
    find: 'const advanced = await client.query<',
    replace: 'const advanced = await pool.query<',
    test: { file: PAGE_TESTS, name: 'P1: a page that can not be stored moves nothing' },
  },
  {
    promise: 'P1',
    lost: 'the posisjon moves, and its events are not stored',
    file: PAGE,
    find: '? insertPage(client, { ...page, hendelser }, registrert, posisjon.ajourAt)',
    replace: '? { inserted: page.hendelser.length, queued: 0, coalesced: 0 }',
    test: {
      file: PAGE_TESTS,
      name: 'P1: every event of a page is stored and the posisjon moves with it',
    },
  },
  {
    promise: 'P1',
    lost: 'an event that names nobody is dropped',
    file: PAGE,
    find: 'where sekvensnummer not in (select sekvensnummer from known) -- P2\n     order by',
    replace: 'where identifikator is not null\n     order by',
    test: {
      file: PAGE_TESTS,
      name: 'an event is kept as it came: null fields, unknown fields, odd times, numbers up to 2^63-1',
    },
  },
  {
    promise: 'P1',
    lost: 'the number after each page is passed over',
    file: 'src/domain/page.ts',
    find: 'if (number >= neste) neste = number + 1n',
    replace: 'if (number >= neste) neste = number + 2n',
    test: {
      file: 'test/follow/follower.test.ts',
      name: 'P1: the posisjon after a page is just above its highest number, in whatever order it came',
    },
  },
  {
    promise: 'P1',
    lost: 'an empty page inside a gap is taken for the end, and nothing behind it is ever read',
    file: 'src/follow/beyond.ts',
    find: `return mayBeWindow ? behindGap(deps, fra, isThorough, signal) : { kind: 'end' }`,
    replace: `return { kind: 'end' }`,
    test: {
      file: 'test/follow/beyond.test.ts',
      name: 'P1: behind a gap that is wider than any window the next events are found',
    },
  },
  {
    promise: 'P1',
    lost: 'a list that was set up anew is read on from a posisjon of the old one',
    file: 'src/follow/beyond.ts',
    find: 'if (!(await deps.isStored(head))) return',
    replace: 'if (false) return',
    test: {
      file: 'test/follow/beyond.test.ts',
      name: 'P1: a list whose last event is not the one we have was set up anew',
    },
  },
  {
    promise: 'P1',
    lost: 'a late event that was read while the posisjon moved is dropped',
    file: 'src/follow/overlap.ts',
    find: 'if (stored === null) continue',
    replace: 'if (stored === null) return 0',
    test: {
      file: 'test/follow/overlap.test.ts',
      name: 'P1: a page that is read while the follower moves the posisjon is stored all the same',
    },
  },
  {
    promise: 'P1',
    lost: 'a list that always has something new is never read again for late numbers',
    file: PAGE,
    find: 'case when $7 then coalesce(overlapp_fra, neste_sekvensnummer)',
    replace: 'case when $7 then overlapp_fra',
    test: {
      file: PAGE_TESTS,
      name: 'P1: the overlap is read again from the first page that was not full, and from no later one',
    },
  },
  {
    promise: 'P1',
    lost: 'late numbers below all but the last page that was not full are never seen',
    file: PAGE,
    find: 'case when $7 then coalesce(overlapp_fra, neste_sekvensnummer)',
    replace: 'case when $7 then neste_sekvensnummer',
    test: {
      file: PAGE_TESTS,
      name: 'P1: the overlap is read again from the first page that was not full, and from no later one',
    },
  },
  {
    promise: 'P2',
    lost: 'a page with an event that is stored already is never stored',
    file: PAGE,
    find: 'where sekvensnummer not in (select sekvensnummer from known) -- P2',
    replace: '',
    test: {
      file: PAGE_TESTS,
      name: 'P2: a page stored twice is stored once, and makes nothing wait again',
    },
  },
  {
    promise: 'P2',
    lost: 'a page that repeats a number is never stored',
    file: PAGE,
    find: 'const hendelser = onceEach(page.hendelser)',
    replace: 'const { hendelser } = page',
    test: {
      file: PAGE_TESTS,
      name: 'P2: a number that a page repeats is stored once, however the page is sorted',
    },
  },
  {
    promise: 'P2',
    lost: 'what waits is taken from the page as read: a page read twice is looked up twice',
    file: PAGE,
    find: '      from inserted\n      cross join',
    replace: '      from incoming as inserted\n      cross join',
    test: {
      file: PAGE_TESTS,
      name: 'P2: a page stored twice is stored once, and makes nothing wait again',
    },
  },
  {
    promise: 'P3',
    lost: 'an event that comes during a look-up is never looked up',
    file: ANSWERS,
    find: 'and pending.versjon = judged.versjon -- P3',
    replace: '-- P3',
    test: {
      file: SETTLE_TESTS,
      name: 'P3: an event that arrives during a look-up makes the nøkkel wait on',
    },
  },
  {
    promise: 'P3',
    lost: 'an event does not renew the versjon: the look-up that is under way counts as its answer',
    file: PAGE,
    find: `set versjon              = nextval('folger.versjon'),`,
    replace: 'set versjon              = pending.versjon,',
    test: {
      file: SETTLE_TESTS,
      name: 'P3: an event that arrives during a look-up makes the nøkkel wait on',
    },
  },
  {
    promise: 'P3',
    lost: 'an event that comes during a look-up that fails waits hours for its turn',
    file: PUT_OFF,
    find: 'and pending.versjon         = failed.versjon`',
    replace: '`',
    test: {
      file: INTERRUPTED_TESTS,
      name: 'P3: an event that arrives during a look-up that is put off is looked up at once',
    },
  },
  {
    promise: 'P3',
    lost: 'an event that comes during a look-up that ends in parking is parked unseen',
    file: PUT_OFF,
    find: 'and pending.versjon         = failed.versjon\n    returning',
    replace: 'returning',
    test: {
      file: INTERRUPTED_TESTS,
      name: 'P3: an event that arrives during a look-up that is parked is looked up at once',
    },
  },
  {
    promise: 'P4',
    lost: 'the older of two answers, come last, replaces the newer',
    file: ANSWERS,
    find: 'where stored.versjon is null or stored.versjon < answer.versjon -- P4',
    replace: '-- P4',
    also: {
      file: ANSWERS,
      find: 'where stored.versjon < excluded.versjon -- P4',
      replace: '-- P4',
    },
    test: { file: SETTLE_TESTS, name: 'P4: an older answer that comes last is not stored' },
  },
  {
    promise: 'P4',
    lost: 'an older answer that is not stored is counted as a change',
    file: ANSWERS,
    find: 'where stored.versjon is null or stored.versjon < answer.versjon -- P4',
    replace: '-- P4',
    test: { file: SETTLE_TESTS, name: 'P4: an older answer that comes last is not stored' },
  },
  {
    promise: 'P4',
    lost: 'the page of a thawed replica moves the posisjon back',
    file: PAGE,
    find: 'and neste_sekvensnummer = $3',
    replace: 'and $3::bigint is not null',
    test: {
      file: PAGE_TESTS,
      name: 'P4: an old page of a thawed replica does not move the posisjon back',
    },
  },
  {
    promise: 'P4',
    lost: 'a replica that starts sets the posisjon back to the beginning',
    file: 'src/store/position.ts',
    find: 'on conflict (konsument, liste) do nothing',
    replace:
      'on conflict (konsument, liste) do update set neste_sekvensnummer = excluded.neste_sekvensnummer',
    test: {
      file: 'test/store/position.db.test.ts',
      name: 'P4: a list that is followed already is not begun again',
    },
  },
]
