/** P10 and P13 where rights are delegated: what befalls one konsument does not stop another. */
import type { PlantedBug } from '../planted-bug.ts'

const NEXT_TESTS = 'test/store/next-look-ups.db.test.ts'
const PAUSES_TESTS = 'test/resolve/pauses.test.ts'
const READ_AHEAD_TESTS = 'test/resolve/read-ahead.test.ts'

export const DELEGATING: readonly PlantedBug[] = [
  {
    promise: 'P6',
    lost: 'each konsument has five slots of its own where they are to share five',
    file: 'src/app/bells.ts',
    find: `samtidighetPer === 'konsument' ? konsument : 'alle'`,
    replace: 'samtidighetPer && konsument',
    test: {
      file: 'test/e2e/konsumenter.e2e.test.ts',
      name: 'P6: with SAMTIDIGHET_PER=alle two of them have 5 calls in flight',
    },
  },
  {
    promise: 'P10',
    lost: 'a konsument with ten million nøkler waiting stops the freshness of all others',
    file: 'src/store/next-look-ups.ts',
    find: 'partition by due.prioritet, due.konsument order',
    replace: 'partition by due.prioritet order',
    test: {
      file: NEXT_TESTS,
      name: 'konsumenter come by turns, however many nøkler of one of them wait',
    },
  },
  {
    promise: 'P10',
    lost: 'what was read ahead for one konsument goes before all that waits for others',
    file: 'src/resolve/by-turns.ts',
    find: '        queues.delete(konsument)\n        if (queue.length > 0) queues.set(konsument, queue)',
    replace: '        if (queue.length === 0) queues.delete(konsument)',
    test: {
      file: READ_AHEAD_TESTS,
      name: 'the konsumenter are taken by turns, each in its order',
    },
  },
  {
    promise: 'P10',
    lost: 'the nøkler of a konsument that is probed fill the memory, and nobody else is looked up',
    file: 'src/resolve/read-ahead.ts',
    find: 'room(konsument) - live.countOf(konsument) - backlog.countOf(konsument)',
    replace: 'room(konsument)',
    test: {
      file: READ_AHEAD_TESTS,
      name: 'of a konsument that is probed no more is kept ready than the probe',
    },
  },
  {
    promise: 'P13',
    lost: 'one customer that takes its delegation back stops all others',
    file: 'src/domain/errors.ts',
    find: `NOT_GRANTED: 'pause konsument'`,
    replace: `NOT_GRANTED: 'pause'`,
    test: {
      file: PAUSES_TESTS,
      name: 'a konsument whose rights are lacking is paused alone, and probed alone',
    },
  },
  {
    promise: 'P13',
    lost: 'an API that answers one konsument again is asked again for those whose rights are lacking',
    file: 'src/resolve/pauses.ts',
    find: 'const its = forgive(konsument)',
    replace:
      'const its = forgive(konsument)\n      for (const one of konsumenter) own.set(one, OPEN)',
    test: {
      file: PAUSES_TESTS,
      name: 'who lacks rights stays paused when the API answers again',
    },
  },
  {
    promise: 'P13',
    lost: 'Maskinporten takes the grants of all konsumenter for our own',
    file: 'src/maskinporten/grant.ts',
    find: '...(konsument !== EGEN && { consumer_org: konsument }),',
    replace: '',
    test: {
      file: 'test/maskinporten/grant.test.ts',
      name: 'a grant on behalf of a konsument names it, and one for ourselves names nobody',
    },
  },
]
