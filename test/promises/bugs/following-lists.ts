/** Whom employers report: lists that the watch list follows. */
import type { PlantedBug } from '../planted-bug.ts'

const LISTS = 'migrations/0024_inntektsmottakere.sql'
const TESTS = 'test/store/inntektsmottakere.db.test.ts'

export const FOLLOWING_LISTS: readonly PlantedBug[] = [
  {
    promise: 'P8',
    lost: 'a list that the API cuts off in the middle empties the watch list',
    file: LISTS,
    find: ' or bortfalt >= 10 and bortfalt * 100 >= prosent * vare);',
    replace: ');',
    test: {
      file: TESTS,
      name: 'P8: a list that half are missing from marks nobody gone, until an operator accepts it',
    },
  },
  {
    promise: 'P8',
    lost: 'an empty list takes everybody of a small employer off the watch list',
    file: LISTS,
    find: '(cardinality(identer) = 0 or ',
    replace: '(',
    test: {
      file: TESTS,
      name: 'P8: a list without anybody, and "no data", mark nobody gone, however few they were',
    },
  },
  {
    promise: 'P8',
    lost: 'those whose numbers are kept back are taken for gone',
    file: LISTS,
    find: '  if er_hel then\n',
    replace: '  if true then\n',
    test: {
      file: TESTS,
      name: 'P8: who is missing from a list that is not whole is not gone, and who is new on it is added',
    },
  },
  {
    promise: 'P5',
    lost: 'who has left the employer is looked up all the same, without any right to it',
    file: LISTS,
    find: '  if cardinality(borte) > 0 then\n',
    replace: '  if false then\n',
    test: {
      file: TESTS,
      name: 'P5: who is gone is marked, waits no longer and is not looked up; what is stored stays',
    },
  },
  {
    promise: 'P5',
    lost: 'months after the agreement has ended are looked up',
    file: LISTS,
    find: '               and (length(bevaket) = 8\n',
    replace: '               and (true\n',
    test: {
      file: TESTS,
      name: 'months outside the agreement are not looked up when their events come',
    },
  },
  {
    promise: 'P4',
    lost: 'an old answer that comes late undoes a newer list',
    file: LISTS,
    find: ' or liste.versjon >= svar_versjon then',
    replace: ' then',
    test: {
      file: TESTS,
      name: 'P4: an answer that nobody waits for any more, or an older one, is not followed',
    },
  },
  {
    promise: 'P1',
    lost: 'a list whose time passed while nothing ran is not fetched for another month',
    file: LISTS,
    find: '     where alle or known.neste_at <= naa',
    replace: '     where alle',
    test: {
      file: TESTS,
      name: 'P5: a list is ordered when it is new, when its time passed unseen, and when the plan says so',
    },
  },
]
