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
  endringer: number
  /** Nøkler that two replicas settle in the step that is checked next: each may change twice in it. */
  settledTwice: number
}

export function nothingSeen(): Seen {
  return { posisjon: 0n, versjon: new Map(), content: new Map(), endringer: 0, settledTwice: 0 }
}

type Row = {
  readonly identifikator: string
  readonly tilstand: string
  readonly version: number | null
  readonly versjon: bigint
  readonly sekvensnummer: bigint
  readonly isWaiting: boolean
}

const ROWS = `
  select stored.identifikator                       as "identifikator",
         stored.tilstand                            as "tilstand",
         (stored.data ->> 'version')::int           as "version",
         stored.versjon                             as "versjon",
         stored.sekvensnummer                       as "sekvensnummer",
         pending.versjon is not null                as "isWaiting"
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

  let changes = 0
  for (const row of rows) {
    changes += checkRow(world, seen, row, sum.posisjon - 1n)
  }
  // What a nøkkel was between two settlings of one step nobody has seen.
  const unseen = Number(sum.endringer) - seen.endringer - changes
  assert.ok(unseen >= 0 && unseen <= 2 * seen.settledTwice, 'P9: an endring for each change')
  seen.settledTwice = 0

  const known = new Set([...rows.map((row) => row.identifikator), ...(sum.waiting ?? [])])
  for (const event of served) {
    assert.ok(known.has(event.identifikator ?? ''), 'P1: an event that nothing came of')
  }
  seen.posisjon = sum.posisjon
  seen.endringer = Number(sum.endringer)
}

/** @returns 1 when the content is not what it was */
function checkRow(world: World, seen: Seen, row: Row, read: bigint): number {
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
  return before === content ? 0 : 1
}
