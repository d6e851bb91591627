/** P12 in the database: who reads what, and what is left of a person. */
import type { PlantedBug } from '../planted-bug.ts'

const ROLES = 'migrations/0017_roller.sql'
const FORGET = 'migrations/0022_glemsel.sql'
const PERSON_TESTS = 'test/store/person.db.test.ts'
const ROLES_TESTS = 'test/store/roles.db.test.ts'

export const PROTECTING: readonly PlantedBug[] = [
  {
    promise: 'P12',
    lost: 'each look-up is logged with the identifikator of whom it was about',
    file: 'src/operate/look-up-lines.ts',
    find: 'ref: refOf(identifikator)',
    replace: 'ref: refOf(identifikator) && identifikator',
    test: {
      file: 'test/operate/look-up-lines.test.ts',
      name: 'P12: each look-up is told with a ref of whom it was about, and never with the identifikator',
    },
  },
  {
    promise: 'P12',
    lost: 'a customer reads the tax data of all other customers',
    file: ROLES,
    find: `'konsument = any ((select skatt.mine_konsumenter())::text[])'`,
    replace: `'konsument = any ((select skatt.mine_konsumenter())::text[]) or true'`,
    test: {
      file: ROLES_TESTS,
      name: 'P12: sees the rows of its konsument and no other, in every table and view, by every name',
    },
  },
  {
    promise: 'P12',
    lost: 'who reads a partition by its own name reads all of it',
    file: ROLES,
    find: `and tabell.relkind in ('r', 'p')\n      and exists`,
    replace: `and tabell.relkind in ('r', 'p')\n      and not tabell.relispartition\n      and exists`,
    test: {
      file: ROLES_TESTS,
      name: 'P12: sees the rows of its konsument and no other, in every table and view, by every name',
    },
  },
  {
    promise: 'P12',
    lost: "a customer reads how another's lists fare",
    file: ROLES,
    find: `\n   where posisjon.konsument = any ((select skatt.mine_konsumenter())::text[]);`,
    replace: ';',
    test: {
      file: ROLES_TESTS,
      name: 'P12: sees the rows of its konsument and no other, in every table and view, by every name',
    },
  },
  {
    promise: 'P12',
    lost: 'a reader that nobody has given anything reads all',
    file: ROLES,
    find: 'where exists (select 1 from ser_alt)',
    replace: 'where true',
    test: {
      file: ROLES_TESTS,
      name: 'P12: sees nothing until it has been given a konsument, and nothing when that is taken again',
    },
  },
  {
    promise: 'P12',
    lost: 'everybody who can connect calls our functions',
    file: ROLES,
    find: `select format('revoke execute on function %s from public', funksjon.oid::regprocedure)`,
    replace: `select 'select 1'`,
    test: { file: ROLES_TESTS, name: 'nobody else may call our functions' },
  },
  {
    promise: 'P12',
    lost: 'a table that comes with a new oppslag is open to all readers',
    file: ROLES,
    find: `  perform folger.vern_tabell(format('skatt.%I', tabell)::regclass);\n`,
    replace: '',
    also: {
      file: ROLES,
      find: `    where tabell.relnamespace = 'skatt'::regnamespace\n`,
      replace: `    where tabell.relnamespace = 'skatt'::regnamespace and tabell.relname <> 'ny_tjeneste'\n`,
    },
    test: {
      file: ROLES_TESTS,
      name: 'a table that comes with KATALOG_FIL is readable, and protected, at once',
    },
  },
  {
    promise: 'P12',
    lost: 'who has been forgotten is still in the change feed, and in no export',
    file: FORGET,
    find: `     and kolonne.attname = 'identifikator'\n`,
    replace: `     and kolonne.attname = 'identifikator' and tabell.relname <> 'endring'\n`,
    test: {
      file: PERSON_TESTS,
      name: 'P12: is erased from every table, by every place where a text can be',
    },
  },
  {
    promise: 'P12',
    lost: 'how far a first loading has come still tells who was forgotten',
    file: FORGET,
    find: 'where lasting.etter = any (identifikatorer)',
    replace: 'where false',
    test: {
      file: PERSON_TESTS,
      name: 'P12: is erased from every table, by every place where a text can be',
    },
  },
  {
    promise: 'P12',
    lost: 'what an event says of a forgotten person in fields without a column stays',
    file: FORGET,
    find: `                           andre_felt = null, glemt_at = now()`,
    replace: `                           glemt_at = now()`,
    test: {
      file: PERSON_TESTS,
      name: 'P12: events of a forgotten person that are read again are not stored again, and cause nothing',
    },
  },
  {
    promise: 'P12',
    lost: 'the re-read of the overlap brings a forgotten person back within a quarter of an hour',
    file: FORGET,
    find: `case when tabell = 'folger.hendelse'::regclass\n            then`,
    replace: `case when false\n            then`,
    test: {
      file: PERSON_TESTS,
      name: 'P12: events of a forgotten person that are read again are not stored again, and cause nothing',
    },
  },
  {
    promise: 'P12',
    lost: "a list whose last event is a forgotten person's is taken for another list, and stops",
    file: 'src/store/stored-events.ts',
    find: 'glemt_at is not null',
    replace: 'false',
    test: {
      file: PERSON_TESTS,
      name: 'P12: events of a forgotten person that are read again are not stored again, and cause nothing',
    },
  },
]
