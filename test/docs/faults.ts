/** docs/feil.md, made from the tables that the program decides by. */
import { type Disposition, DISPOSITIONS } from '../../src/domain/errors.ts'
import { markdownTable } from '../../src/lib/markdown-table.ts'
import { isOfKonsument, REFUSALS } from '../../src/maskinporten/refusals.ts'
import { httpFaults } from '../../src/skatteetaten/answers.ts'
import { DATABASE_FAULTS, type DatabaseFaultKind } from '../../src/store/sqlstate.ts'

const FOLLOWS: Readonly<Record<Disposition, string>> = {
  pause: 'the API waits, for all',
  'pause konsument': 'the API waits, for that konsument',
  retry: 'the nøkkel is put off; after twelve tries it is parked',
  park: 'the nøkkel is parked',
}

const DATABASE_FOLLOWS: Readonly<Record<DatabaseFaultKind, string>> = {
  passing: 'the loop starts again by itself',
  value: 'the nøkkel is parked (`UNSTORABLE`)',
  setup: 'the loop starts again, in vain until somebody acts',
}

const INTRODUCTION = `# Faults

Made by \`npm run docs\` from the tables that the program decides by; a test fails when this page is not what they say.

What is not on this page is no documented answer: \`UNEXPECTED_ANSWER\` from an API, tried again from Postgres. No fault ends the process. While an API waits, one probe at a time finds out when it is over, and no nøkkel spends a try. Parked nøkler are in \`folger.parkert_oppslag\` with class, kode and status; \`hendelsesfolger retry\` makes them wait again.
`

export function faultsPage(): string {
  return [
    INTRODUCTION,
    '## What each class leads to\n',
    markdownTable([
      ['class', 'what follows'],
      ...Object.entries(DISPOSITIONS).map(([code, disposition]) => [
        `\`${code}\``,
        FOLLOWS[disposition],
      ]),
    ]),
    '\n## What each sign is taken for\n',
    'Of the rows of an origin the first that fits decides, for Postgres the longest.\n',
    markdownTable([['from', 'sign', 'class', 'what to do'], ...http(), ...grants(), ...database()]),
    '',
  ].join('\n')
}

function http(): string[][] {
  return httpFaults().map(([sign, code, advice]) => ['an API', sign, `\`${code}\``, advice])
}

function grants(): string[][] {
  return [...REFUSALS].map(([sign, { means, todo }]) => [
    'Maskinporten',
    sign,
    `\`${isOfKonsument(sign) ? 'NOT_GRANTED' : 'NO_TOKEN'}\``,
    `${means}. ${todo}`,
  ])
}

function database(): string[][] {
  return DATABASE_FAULTS.map(({ prefix, kind, advice }) => [
    'Postgres',
    prefix.padEnd(5, '.'),
    DATABASE_FOLLOWS[kind],
    advice,
  ])
}
