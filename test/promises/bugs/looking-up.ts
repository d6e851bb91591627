/** P5, P6, P10 and P11: one call for each reason, five at a time, whatever fails or ends. */
import type { PlantedBug } from '../planted-bug.ts'

const RESOLVER = 'src/resolve/resolver.ts'
const LEASES = 'src/operate/lease-keeper.ts'
const READ_AHEAD = 'src/resolve/read-ahead.ts'
const RESOLVER_TESTS = 'test/resolve/resolver.test.ts'
const LEASE_TESTS = 'test/operate/lease-keeper.db.test.ts'
const SETTLE_TESTS = 'test/store/settle.db.test.ts'
const NEXT_TESTS = 'test/store/next-look-ups.db.test.ts'

export const LOOKING_UP: readonly PlantedBug[] = [
  {
    promise: 'P5',
    lost: 'a burst has five hundred nøkler read at once, and looked up twice where its later pages name them',
    file: READ_AHEAD,
    find: ' && taken * 2 >= size',
    replace: '',
    test: {
      file: 'test/resolve/read-ahead.test.ts',
      name: 'P5: what has been read and not used makes no reason to read more',
    },
  },
  {
    promise: 'P5',
    lost: 'what is in flight is looked up again',
    file: READ_AHEAD,
    find: '!known.has(nokkelText(nokkel))',
    replace: 'true',
    test: {
      file: RESOLVER_TESTS,
      name: 'P5: a nøkkel that is settled while the table is read is not looked up again',
    },
  },
  {
    promise: 'P5',
    lost: 'what is settled while the table is read is looked up again',
    file: READ_AHEAD,
    find: 'const known = new Set(inMemory.keys())',
    replace: 'const known = inMemory',
    test: {
      file: RESOLVER_TESTS,
      name: 'P5: a nøkkel that is settled while the table is read is not looked up again',
    },
  },
  {
    promise: 'P5',
    lost: 'every reading of the overlap looks all of it up again',
    file: 'src/store/store-page.ts',
    find: '      from inserted\n      cross join',
    replace: '      from incoming as inserted\n      cross join',
    test: {
      file: 'test/e2e/feed-traps.e2e.test.ts',
      name: 'P5: an overlap that holds nothing new causes no look-up',
    },
  },
  {
    promise: 'P5',
    lost: 'the calls of a batch count as one',
    file: 'src/store/look-up-log.ts',
    find: 'groups.map(({ length }) => length)',
    replace: 'groups.map(() => 1)',
    test: {
      file: 'test/store/look-up-log.db.test.ts',
      name: 'P5: of the calls of a batch each is counted, and their time is added up',
    },
  },
  {
    promise: 'P5',
    lost: 'calls are made that no count of reasons shows',
    file: 'src/store/settle.ts',
    find: 'countLookUps(client, callsOf(batch))',
    replace: 'countLookUps(client, callsOf(batch.slice(1)))',
    test: {
      file: SETTLE_TESTS,
      name: 'P5: each call is counted by its reason and outcome in the transaction that settles it',
    },
  },
  {
    promise: 'P6',
    lost: 'six calls are in flight',
    file: RESOLVER,
    find: 'calls.size < pauses.slots(',
    replace: 'calls.size <= pauses.slots(',
    test: { file: RESOLVER_TESTS, name: 'P6: all slots are used and never one more' },
  },
  {
    promise: 'P6',
    lost: 'two oppslag of one API have five slots each',
    file: 'src/app/loops.ts',
    find: '({ oppslag }) => oppslag.vert)',
    replace: '({ oppslag }) => oppslag.id)',
    test: {
      file: 'test/e2e/follow.e2e.test.ts',
      name: 'P6: oppslag of one API share its five slots',
    },
  },
  {
    promise: 'P6',
    lost: 'a loop that failed starts again beside its own calls',
    file: RESOLVER,
    find: 'await Promise.allSettled(calls)',
    replace: '',
    test: {
      file: RESOLVER_TESTS,
      name: 'P6: when settling fails it ends only after its last call has ended',
    },
  },
  {
    promise: 'P6',
    lost: 'a process that thaws begins calls under a lease that has run out',
    file: RESOLVER,
    find: '      isHeld() &&\n      !settling',
    replace: '      !settling',
    test: { file: RESOLVER_TESTS, name: 'P6: without the lease no call is begun' },
  },
  {
    promise: 'P6',
    lost: 'a process that thaws believes that it still holds its lease',
    file: LEASES,
    find: 'isHeld: () => now() < mine.heldUntil',
    replace: 'isHeld: () => true',
    test: {
      file: LEASE_TESTS,
      name: 'P6: after a freeze longer than the lease its loop does not hold it, before any timer says so',
    },
  },
  {
    promise: 'P6',
    lost: 'a replica without the database calls on after its lease has gone to another',
    file: LEASES,
    find: 'const MARGIN_MS = 750',
    replace: 'const MARGIN_MS = -750',
    test: {
      file: LEASE_TESTS,
      name: 'P6: a replica that can not renew its lease drops its loop before the lease ends',
    },
  },
  {
    promise: 'P6',
    lost: 'every replica takes every lease',
    file: 'src/store/leases.ts',
    find: 'where lease.innehaver = excluded.innehaver',
    replace: 'where true',
    test: {
      file: 'test/store/leases.db.test.ts',
      name: 'P6: a lease belongs to one replica until it runs out',
    },
  },
  {
    promise: 'P10',
    lost: 'one value that Postgres refuses keeps all answers from being stored, for ever',
    file: 'src/store/settle.ts',
    find: 'if (!isDataFault(error)) throw error',
    replace: 'throw error',
    test: {
      file: SETTLE_TESTS,
      name: 'P10: an answer that Postgres refuses parks its own nøkkel, the others are stored',
    },
  },
  {
    promise: 'P10',
    lost: 'what fails is looked up again at once, before all others',
    file: 'src/store/put-off.ts',
    find: 'forfall_at = now() + make_interval(secs => failed.delay_ms / 1000.0)',
    replace: 'forfall_at = pending.forfall_at',
    test: {
      file: SETTLE_TESTS,
      name: 'P10: a nøkkel that is put off is not due, and a new event makes it due again',
    },
  },
  {
    promise: 'P10',
    lost: 'what was put off is looked up without its wait',
    file: 'src/store/next-look-ups.ts',
    find: 'and pending.forfall_at <= now()\n       order by',
    replace: '       order by',
    test: {
      file: NEXT_TESTS,
      name: 'P10: a nøkkel that is put off is not due because others of its lane are',
    },
  },
  {
    promise: 'P10',
    lost: 'what the API rejects is asked about for fourteen hours',
    file: 'src/domain/errors.ts',
    find: `REJECTED: 'park'`,
    replace: `REJECTED: 'retry'`,
    test: {
      file: 'test/resolve/retry-policy.test.ts',
      name: 'what the API rejects is parked at once',
    },
  },
  {
    promise: 'P10',
    lost: 'a nøkkel that always fails is never parked, and nobody hears of it',
    file: 'src/resolve/retry-policy.ts',
    find: `if (tries + 1 >= MAX_TRIES) return { kind: 'parked' }`,
    replace: '',
    test: { file: 'test/resolve/retry-policy.test.ts', name: 'the twelfth failed try parks it' },
  },
  {
    promise: 'P10',
    lost: 'one nøkkel whose look-up is slow stops its whole API',
    file: 'src/domain/errors.ts',
    find: `TIMED_OUT: 'retry'`,
    replace: `TIMED_OUT: 'pause'`,
    test: {
      file: 'test/resolve/api-state.test.ts',
      name: 'twenty failures in a row without an answer are the fault of the API, nineteen are not',
    },
  },
  {
    promise: 'P11',
    lost: 'what a killed process had taken waits for an hour',
    file: 'src/store/next-look-ups.ts',
    find: '  return rows.map(',
    replace: `  await pool.query("update folger.ventende_oppslag set forfall_at = now() + interval '1 hour'")
  return rows.map(`,
    test: {
      file: 'test/store/next-look-ups.db.test.ts',
      name: 'P11: what has been read is due still, for whoever reads next',
    },
  },
  {
    promise: 'P11',
    lost: 'a crash between two statements leaves half of a settling',
    file: 'src/store/pool.ts',
    find: '`begin; set local statement_timeout',
    replace: '`set local statement_timeout',
    test: {
      file: 'test/store/settle-interrupted.db.test.ts',
      name: 'P11: a settling that is broken off has settled nothing',
    },
  },
  {
    promise: 'P11',
    lost: 'every restart spends a try of what was in flight',
    file: RESOLVER,
    find: 'else if (!anyAbort.aborted) failure.abort(error)',
    replace: `else noteFault(nokkel, new Fault('TIMED_OUT', 'dropped'))`,
    test: {
      file: RESOLVER_TESTS,
      name: 'told to abort, it drops what is in flight without a try being spent',
    },
  },
]
