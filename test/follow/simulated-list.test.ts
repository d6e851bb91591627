/** What an empty page means, asked of real lists over HTTP. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Hendelse } from '../../src/domain/hendelse.ts'
import { EGEN } from '../../src/domain/ids.ts'
import { type Beyond, whatLiesBeyond } from '../../src/follow/beyond.ts'
import { createHttp } from '../../src/skatteetaten/client.ts'
import { readSide, readStart } from '../../src/skatteetaten/event-page.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { token } from '../simulator/support.ts'
import { KARI, nummer, OLA } from '../support/builders.ts'
import { NEVER } from './support.ts'

const LISTE = 'skattemelding-fastsatt'
const DAY_MS = 86_400_000
const KARI_2023 = { identifikator: KARI, gjelderPeriode: '2023' }
const OLA_2023 = { identifikator: OLA, gjelderPeriode: '2023' }

/** A list of the simulator, and one who follows it. */
async function world() {
  const katalog = loadKatalog()
  const simulator = await startSimulator({ katalog })
  const liste = katalog.lister.get(LISTE) ?? assert.fail()
  const [scope = ''] = liste.scopes
  const given = await token(simulator, scope)
  const fullmakt = { konsument: EGEN, scope }
  const http = createHttp({ connectionsPerOrigin: 5 })
  const access = {
    url: `${simulator.url}/{vert}`,
    stier: '2024' as const,
    get: http.get,
    token: () => Promise.resolve(given),
  }
  let stored: readonly Hendelse[] = []

  return {
    ...simulator.world,
    calls: () => simulator.calls.count(),
    /** Everything that the list shows by now has been read. */
    readAll: () => {
      stored = [...simulator.events(LISTE)]
    },
    look: (fra: number, isThorough = true): Promise<Beyond> =>
      whatLiesBeyond(
        {
          readPage: (from, antall, signal) =>
            readSide(access, liste, fullmakt, from, antall, signal),
          startOf: (daysAgo, signal) => readStart(access, liste, fullmakt, ago(daysAgo), signal),
          lastStored: () => Promise.resolve(stored.at(-1)?.sekvensnummer ?? null),
          isStored: (one) => Promise.resolve(stored.some((other) => isSame(one, other))),
        },
        { liste: LISTE, fra: nummer(fra), mayBeWindow: true, isThorough },
        NEVER,
      ),
    async [Symbol.asyncDispose]() {
      await http.close()
      await simulator[Symbol.asyncDispose]()
    },
  }
}

function isSame(one: Hendelse, other: Hendelse): boolean {
  return (
    one.sekvensnummer === other.sekvensnummer &&
    one.identifikator === other.identifikator &&
    one.registreringstidspunkt === other.registreringstidspunkt
  )
}

function ago(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)
}

function numbersOf(found: Beyond): readonly number[] {
  return found.kind === 'gap' ? found.hendelser.map((one) => Number(one.sekvensnummer)) : []
}

test('P1: events of long ago are found behind a gap of a million numbers', async () => {
  await using list = await world()
  list.configure(LISTE, { vindu: true })
  list.addAt(LISTE, 10n, KARI_2023)
  list.readAll()
  list.addAt(LISTE, 1_000_000n, {
    ...OLA_2023,
    registreringstidspunkt: '2024-03-01T12:00:00Z',
  })

  assert.deepEqual(numbersOf(await list.look(11)), [1_000_000])
})

test("P1: today's events are found behind a gap also where nothing lay a while ago", async () => {
  await using list = await world()
  list.configure(LISTE, { vindu: true })
  list.addAt(LISTE, 10n, KARI_2023)
  list.readAll()
  list.addAt(LISTE, 500_000n, {
    ...OLA_2023,
    registreringstidspunkt: new Date().toISOString(),
  })

  assert.deepEqual(numbersOf(await list.look(11, false)), [500_000])
})

test('at the end of a list little is asked', async () => {
  await using list = await world()
  list.configure(LISTE, { vindu: true })
  list.addAt(LISTE, 10n, { ...KARI_2023, registreringstidspunkt: new Date().toISOString() })
  list.readAll()
  const before = list.calls()

  assert.deepEqual(await list.look(11), { kind: 'end' })
  assert.ok(list.calls() - before <= 6, `${list.calls() - before} calls`)
})

test('a list that is empty from the beginning is at its end', async () => {
  await using list = await world()

  assert.deepEqual(await list.look(1), { kind: 'end' })
})

test('P1: a list that was set up anew is told from one with a gap', async () => {
  await using list = await world()
  list.addAt(LISTE, 90n, KARI_2023)
  list.readAll()
  list.restart(LISTE)
  list.addAt(LISTE, 7n, OLA_2023)

  assert.deepEqual(await list.look(91), { kind: 'restarted', head: 7n })
})

test('P1: a list that was set up anew is known also where it has our last number again', async () => {
  await using list = await world()
  list.addAt(LISTE, 90n, KARI_2023)
  list.readAll()
  list.restart(LISTE)
  list.addAt(LISTE, 90n, { ...OLA_2023, gjelderPeriode: '2019' })

  assert.deepEqual(await list.look(91), { kind: 'restarted', head: 90n })
})

test('a list that hides all it had is a fault, not an end', async () => {
  await using list = await world()
  list.addAt(LISTE, 90n, KARI_2023)
  list.readAll()
  list.restart(LISTE)

  await assert.rejects(list.look(91), /shows no events at all, and had them up to 90/)
})
