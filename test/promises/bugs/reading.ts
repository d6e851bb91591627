/** P3, P7, P9, P10: what consumers read. */
import type { PlantedBug } from '../planted-bug.ts'

const EXTRACTION = 'migrations/0008_uttrekk.sql'
const VIEWS = 'migrations/0009_visninger_oppgjoer.sql'
const FRESHNESS = 'migrations/0015_ferskhet.sql'
const READERS = 'migrations/0014_lesere.sql'
const VIEW_TESTS = 'test/views/views.db.test.ts'
const READER_TESTS = 'test/store/readers.db.test.ts'

export const READING: readonly PlantedBug[] = [
  {
    promise: 'P3',
    lost: 'data is said to be complete while an event from before that time still waits',
    file: 'migrations/0017_roller.sql',
    find: `         and v.aarsak = 'hendelse'`,
    replace: `         and v.aarsak = 'operatoer'`,
    test: {
      file: 'test/store/freshness.db.test.ts',
      name: 'while an event waits, only what was visible before the end reached before it is promised',
    },
  },
  {
    promise: 'P3',
    lost: 'data is said to be complete though one of the lists asked about is not read to its end',
    file: FRESHNESS,
    find: 'coalesce(bool_and(coalesce(ferskhet.gjenspeiler_til >= tidspunkt, false)), false)',
    replace: 'coalesce(bool_or(coalesce(ferskhet.gjenspeiler_til >= tidspunkt, false)), false)',
    test: {
      file: 'test/store/freshness.db.test.ts',
      name: 'the tables are fresh up to a time only if every list asked about is',
    },
  },
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
  {
    promise: 'P9',
    lost: 'two workers of an app get the same changes, though the first one is at work on them',
    file: READERS,
    find: `     and krav.utloper_at <= now()
`,
    replace: '',
    test: {
      file: READER_TESTS,
      name: 'P9: a batch that is not confirmed in time is given again, and not before',
    },
  },
  {
    promise: 'P9',
    lost: 'workers that ask at the same moment get the same changes',
    file: READERS,
    find: `   where l.app = hvem
     for update;`,
    replace: '   where l.app = hvem;',
    test: {
      file: READER_TESTS,
      name: 'P9: two workers of one app never have the same changes',
    },
  },
  {
    promise: 'P9',
    lost: 'what one worker confirms takes what another one lost with it',
    file: READERS,
    find: `               and not krav.bekreftet
             order by krav.fra`,
    replace: `               and not krav.bekreftet and false
             order by krav.fra`,
    test: {
      file: READER_TESTS,
      name: 'P9: a later batch that is confirmed first does not take the place past an earlier one',
    },
  },
  {
    promise: 'P9',
    lost: 'a reader that was away for long goes on over the changes that were deleted meanwhile',
    file: 'src/store/retention.ts',
    find: 'slettet_til    = greatest(strom.slettet_til,',
    replace: 'slettet_til    = least(strom.slettet_til,',
    test: {
      file: READER_TESTS,
      name: 'P9: a reader whose next changes have been deleted for their age is refused until it begins anew',
    },
  },
  {
    promise: 'P5',
    lost: 'what a full page names is looked up before the next page names it again',
    file: 'src/follow/follower.ts',
    find: 'if (isShort) tell()',
    replace: 'tell()',
    test: {
      file: 'test/follow/follower.test.ts',
      name: 'P5: nøkler of a full page are told of when what is behind it has been stored',
    },
  },
  {
    promise: 'P5',
    lost: 'old events that were deleted come back as news when the overlap is read again',
    file: 'src/store/retention.ts',
    find: 'greatest($3::bigint, 1))',
    replace: '0 * $3::bigint)',
    test: {
      file: 'test/store/retention.db.test.ts',
      name: 'P5: old events that the overlap reads again are kept, and always the newest',
    },
  },
  {
    promise: 'P7',
    lost: 'income years are erased for their age, and consumers are not told',
    file: 'src/store/retention.ts',
    find: `     where tilstand = 'gjeldende'
     order by`,
    replace: `     where tilstand = 'x'
     order by`,
    test: {
      file: 'test/store/retention.db.test.ts',
      name: 'P7: income years before those that may be kept are erased, of every konsument and oppslag, and consumers are told',
    },
  },
  {
    promise: 'P7',
    lost: 'who is erased is still there as what was known of them before',
    file: 'migrations/0020_historikk.sql',
    find: 'create trigger historikk after delete on skatt.opplysning',
    replace: 'create trigger historikk after delete on skatt.bevakingsoenske',
    test: {
      file: 'test/store/history.db.test.ts',
      name: 'P7: whoever erases an opplysning erases what it was before, in tables that came later too',
    },
  },
  {
    promise: 'P9',
    lost: 'earlier versions are kept with what took their place instead of what they were',
    file: 'src/store/store-answers.ts',
    find: 'stored.endret_at, now(), stored.tilstand, stored.data, stored.hentet_at',
    replace: 'stored.endret_at, now(), stored.tilstand, judged.data, stored.hentet_at',
    test: {
      file: 'test/store/history.db.test.ts',
      name: 'each earlier content is kept with its time, one after the other without a gap',
    },
  },
]
