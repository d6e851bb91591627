/** P7, P9, P10: what consumers read. */
import type { PlantedBug } from '../planted-bug.ts'

const EXTRACTION = 'migrations/0008_uttrekk.sql'
const VIEWS = 'migrations/0009_visninger_oppgjoer.sql'
const VIEW_TESTS = 'test/views/views.db.test.ts'

export const READING: readonly PlantedBug[] = [
  {
    promise: 'P7',
    lost: 'a deleted answer vanishes from its view, and nobody who reads the view notices',
    file: VIEWS,
    find: `  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'vedtakOmTilleggsskatt'))`,
    replace: `  join lateral jsonb_array_elements(skatt.liste(rot.data, 'vedtakOmTilleggsskatt'))`,
    test: {
      file: VIEW_TESTS,
      name: 'a deleted answer stays visible in every view as one row without values',
    },
  },
  {
    promise: 'P10',
    lost: 'one date that is not in the calendar ends a query about all others',
    file: EXTRACTION,
    find: `(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' then`,
    replace: `[0-9]{2}-[0-9]{2}$' then`,
    test: {
      file: VIEW_TESTS,
      name: 'times and dates are understood as written, in any zone and to the microsecond',
    },
  },
  {
    promise: 'P10',
    lost: 'one number of 131,000 digits is printed as an amount',
    file: EXTRACTION,
    find: 'when abs((data #> sti)::numeric) < 1e18 and scale((data #> sti)::numeric) <= 18',
    replace: 'when true',
    test: {
      file: VIEW_TESTS,
      name: 'a value of another kind than documented is null in the views, and data keeps it',
    },
  },
]
