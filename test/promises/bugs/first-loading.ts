/** What is looked up about those who are put on the watch list, events or not. */
import type { PlantedBug } from '../planted-bug.ts'

const LOADING = 'src/store/first-loading.ts'
const QUEUE = 'src/store/queue-unknown.ts'
const SISTE = 'src/store/siste-periode.ts'
const TESTS = 'test/store/first-loading.db.test.ts'

export const FIRST_LOADING: readonly PlantedBug[] = [
  {
    promise: 'P5',
    lost: 'what is known already is looked up once more when a person is loaded',
    file: QUEUE,
    find: `
           from skatt.opplysning as stored
          where stored.oppslag`,
    replace: `
           from skatt.opplysning as stored
          where false and stored.oppslag`,
    test: { file: TESTS, name: 'P5: what is stored, waits or is parked is not loaded again' },
  },
  {
    promise: 'P5',
    lost: 'a year is looked up about somebody who is not on the watch list',
    file: SISTE,
    find: '       and folger.er_bevaket(answer.konsument, answer.identifikator, answer.aar)\n',
    replace: '',
    test: {
      file: TESTS,
      name: 'P5: the year of somebody who is not on the list is not looked up, whoever asked for it',
    },
  },
  {
    promise: 'P5',
    lost: 'what is answered while the newest year is followed is asked for again',
    file: SISTE,
    find: '      await client.query(HOLD, [konsument, nokler.map(({ identifikator }) => identifikator)])\n',
    replace: '      void HOLD\n',
    test: {
      file: TESTS,
      name: 'P5: an answer that is stored while the year is followed is not asked for again',
    },
  },
  {
    promise: 'P1',
    lost: 'those who come after persons with several periods are never loaded',
    file: LOADING,
    find: 'if (watched < most || last === null) await',
    replace: 'if (persons < most || last === null) await',
    test: {
      file: TESTS,
      name: 'P1: who is watched in several periods takes nobody else from the step',
    },
  },
  {
    promise: 'P11',
    lost: 'only the first persons of a large file are loaded',
    file: LOADING,
    find: 'if (watched < most || last === null) await',
    replace: 'if (watched <= most || last === null) await',
    test: {
      file: TESTS,
      name: 'P11: many are loaded a step at a time, each of them once, those whom somebody waits for first',
    },
  },
]
