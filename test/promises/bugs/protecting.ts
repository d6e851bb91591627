/** P12 in the database: who reads what, and what is left of a person. */
import type { PlantedBug } from '../planted-bug.ts'

const ROLES = 'migrations/0017_roller.sql'
const ROLES_TESTS = 'test/store/roles.db.test.ts'

export const PROTECTING: readonly PlantedBug[] = [
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
]
