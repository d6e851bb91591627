/** The status as text for a terminal, and as JSON: the same facts as the page. */
import { textTable } from '../../lib/text-table.ts'
import {
  type ApiWords,
  describeApier,
  describeLister,
  type ListeWords,
  wellBeing,
} from './describe.ts'
import { totalOf } from './plot.ts'
import type { Calls, Status } from './status.ts'
import { agoOrNever, clock, whose } from './words.ts'

export function renderText(status: Status): readonly string[] {
  const { readMs, parkert } = status
  return [
    `hendelsesfølger ${status.version}  ${status.miljoe}  ${readMs === null ? '' : `as of ${clock(readMs)}`}`.trimEnd(),
    '',
    ...todoLines(status),
    ...section(
      [
        'LIST',
        'STATE',
        'POSISJON',
        'LAST READ',
        'WAITING',
        'OLDEST',
        'PARKED',
        'COMPLETE TO',
        'CALLS/24H',
        '',
      ],
      describeLister(status).map(listeCells),
    ),
    ...section(
      ['API', 'STATE', 'SLOTS', 'OPPSLAG', 'CALLS/24H', ''],
      describeApier(status).map(apiCells),
    ),
    ...section(
      ['PARKED IN', 'CLASS', 'NØKLER', 'THE FIRST'],
      parkert.map((row) => [
        `${row.oppslag}${whose(row.konsument)}`,
        row.feilklasse,
        row.antall,
        agoOrNever(row.eldsteMs, readMs ?? 0),
      ]),
    ),
  ]
}

const URGENCIES = { now: 'DO NOW', soon: 'TODAY ', wait: 'WAIT  ' } as const

function todoLines(status: Status): readonly string[] {
  const lines = status.todo.flatMap(({ urgency, what, action }) => [
    `${URGENCIES[urgency]}  ${what}`,
    `        ${action.replaceAll('`', '')}`,
  ])
  const needsSomebody = status.todo.some(({ urgency }) => urgency !== 'wait')
  return needsSomebody ? lines : [`ALL WELL  Nothing to do. ${wellBeing(status)}`, ...lines]
}

function section(
  names: readonly string[],
  rows: readonly (readonly (string | number | bigint)[])[],
): readonly string[] {
  return rows.length === 0 ? [] : ['', ...textTable(names, rows)]
}

function listeCells(row: ListeWords) {
  return [
    `${row.liste}${whose(row.konsument)}`,
    row.state,
    `${row.posisjon}${row.lag === '' ? '' : ` (${row.lag})`}`,
    row.read,
    row.ventende,
    row.oldest,
    row.parkert,
    row.reflected,
    totalOf(row.calls),
    bars(row.calls),
  ]
}

function apiCells(row: ApiWords) {
  return [
    `${row.api}${whose(row.konsument)}`,
    row.state,
    row.slots,
    row.oppslag,
    totalOf(row.calls),
    bars(row.calls),
  ]
}

/** The hours as the page's plot has them. */
function bars(calls: Calls): string {
  const most = Math.max(...calls, 1)
  return calls
    .map((value) => (value === 0 ? '·' : (' ▁▂▃▄▅▆▇█'[Math.ceil((value / most) * 8)] ?? '')))
    .join('')
}

/** Times as ISO 8601 in UTC; sekvensnumre as text, because they may be beyond 2^53; counts as numbers. */
export function renderJson(status: Status): string {
  return JSON.stringify(plain(status), null, 2)
}

const SEKVENSNUMRE = new Set(['neste', 'hode'])

function plain(value: unknown, name = ''): unknown {
  if (typeof value === 'bigint') return SEKVENSNUMRE.has(name) ? String(value) : Number(value)
  if (Array.isArray(value)) return value.map((one: unknown) => plain(one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) =>
      key.endsWith('Ms') && key !== 'planMs'
        ? [
            key.endsWith('TilMs') ? key.slice(0, -2) : `${key.slice(0, -2)}At`,
            typeof inner === 'number' ? new Date(inner).toISOString() : null,
          ]
        : [key, plain(inner, key)],
    ),
  )
}
