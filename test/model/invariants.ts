/** What must hold after every step, whoever did what in whichever order. */
import assert from 'node:assert/strict'
import type { Pool } from '../../src/store/pool.ts'
import { versionAt, type World } from './world.ts'

/** What was seen after the step before: nothing may go back from it. */
export type Seen = {
  posisjon: bigint
  readonly versjon: Map<string, bigint>
  /** By identifikator: the stored version; 0 for gone; undefined for not stored. */
  readonly content: Map<string, number>
  /** By identifikator. */
  readonly endringer: Map<string, number>
  /** Whom two replicas settle in the step that is checked next: these may change twice in it. */
  settledTwice: ReadonlySet<string>
}

export function nothingSeen(): Seen {
  return {
    posisjon: 0n,
    versjon: new Map(),
    content: new Map(),
    endringer: new Map(),
    settledTwice: new Set(),
  }
}

type Row = {
  readonly identifikator: string
  readonly tilstand: string
  readonly version: number | null
  readonly versjon: bigint
  readonly endringer: number
  readonly sekvensnummer: bigint
  readonly isWaiting: boolean
}

const ROWS = `
  select stored.identifikator                       as "identifikator",
         stored.tilstand                            as "tilstand",
         (stored.data ->> 'version')::int           as "version",
         stored.versjon                             as "versjon",
         stored.sekvensnummer                       as "sekvensnummer",
         pending.versjon is not null                as "isWaiting",
         (select count(*)::int from skatt.endring as changed
           where changed.identifikator = stored.identifikator) as "endringer"
    from skatt.opplysning as stored
    left join folger.ventende_oppslag as pending
   using (konsument, oppslag, identifikator, gjelder_periode)`

const SUMS = `
  select (select neste_sekvensnummer from folger.posisjon)                        as "posisjon",
         (select array_agg(sekvensnummer order by sekvensnummer) from folger.hendelse) as "stored",
         (select count(*) from skatt.endring)                                     as "endringer",
         (select array_agg(identifikator) from folger.ventende_oppslag)           as "waiting"`

export async function check(pool: Pool, world: World, seen: Seen): Promise<void> {
  const { rows: sums } = await pool.query<{
    posisjon: bigint
    stored: bigint[] | null
    endringer: bigint
    waiting: string[] | null
  }>(SUMS)
  const [sum] = sums
  assert.ok(sum)
  const { rows } = await pool.query<Row>(ROWS)

  assert.ok(sum.posisjon >= seen.posisjon, 'P4: the posisjon went back')
  const served = world.events.filter((event) => event.sekvensnummer < sum.posisjon)
  assert.deepEqual(
    (sum.stored ?? []).map(String),
    served.map((event) => String(event.sekvensnummer)),
    'P1, P2: the events before the posisjon are stored, each once',
  )

  for (const row of rows) checkRow(world, seen, row, sum.posisjon - 1n)
  const all = rows.reduce((count, { endringer }) => count + endringer, 0)
  assert.equal(Number(sum.endringer), all, 'P9: an endring about something that is not stored')
  seen.settledTwice = new Set()

  const known = new Set([...rows.map((row) => row.identifikator), ...(sum.waiting ?? [])])
  for (const event of served) {
    assert.ok(known.has(event.identifikator ?? ''), 'P1: an event that nothing came of')
  }
  seen.posisjon = sum.posisjon
}

function checkRow(world: World, seen: Seen, row: Row, read: bigint): void {
  const { identifikator, versjon, isWaiting } = row
  assert.ok(versjon >= (seen.versjon.get(identifikator) ?? 0n), 'P4: an older answer over a newer')
  seen.versjon.set(identifikator, versjon)

  // A deletion has no version to tell; its event is the newest about the key, or the key waits.
  const known = isWaiting ? row.sekvensnummer : read
  const told = versionAt(world, identifikator, known)
  if (row.tilstand === 'gjeldende') {
    assert.ok((row.version ?? 0) >= told, `P3: data of version ${row.version}, told of ${told}`)
  }
  const content = row.version ?? 0
  const before = seen.content.get(identifikator)
  seen.content.set(identifikator, content)
  const changes = before === content ? 0 : 1
  const endringer = row.endringer - (seen.endringer.get(identifikator) ?? 0)
  seen.endringer.set(identifikator, row.endringer)
  // What it was between two settlings of one step nobody has seen.
  const isRight = seen.settledTwice.has(identifikator)
    ? endringer >= changes && endringer <= 2
    : endringer === changes
  assert.ok(isRight, `P9: ${endringer} endringer for ${changes} changes`)
}
