/** What the demo tells when the daemon has caught up. Only counts: no identifikator is printed (P12). */
import type { Simulator } from '../simulator/simulator.ts'
import { countByOppslag, readCounts } from './counts.ts'
import { LISTER, type Stage } from './stage.ts'
import { count, textTable } from '../../src/lib/text-table.ts'
import type { Terminal } from './terminal.ts'

export async function report({ pool, simulator }: Stage, terminal: Terminal): Promise<void> {
  const { heading, say } = terminal
  const rows = await countByOppslag(pool)
  heading('In the tables of schema skatt, rows by tilstand')
  const columns = ['oppslag', 'gjeldende', 'slettet', 'ingen_data', 'skjermet', 'endringer']
  const cells = rows.map((row) => [
    row.oppslag,
    row.gjeldende,
    row.slettet,
    row.ingenData,
    row.skjermet,
    row.endringer,
  ])
  for (const line of textTable(columns, cells)) say(`  ${line}`)

  heading('Calls to the oppslagstjenester')
  for (const line of textTable(['API', 'calls', 'highest in flight'], calls(simulator))) {
    say(`  ${line}`)
  }

  const { slettet } = await readCounts(pool)
  const made = simulator.calls.count({ kind: 'oppslag' })
  const asked = eventsTimesOppslag(simulator)
  heading('In all')
  say(`  Deletions     ${count(slettet)}: data that was held was emptied, and an endring says so`)
  say(`  Calls made    ${count(made)}`)
  say(
    `  Calls saved   ${count(asked - made)} (${Math.round((1 - made / asked) * 100)} %): ` +
      `with a call per event and oppslag it would have been ${count(asked)}`,
  )
}

/** A line for each API that was asked for data; the lists' own hosts are left out. */
function calls(simulator: Simulator): (string | number)[][] {
  return Object.entries(simulator.calls.summary())
    .map(([vert, { highestInFlight }]) => [
      vert,
      simulator.calls.count({ kind: 'oppslag', vert }),
      highestInFlight,
    ])
    .filter(([, made]) => made !== 0)
    .toSorted(([one], [other]) => String(one).localeCompare(String(other)))
}

function eventsTimesOppslag({ world }: Simulator): number {
  return LISTER.reduce((sum, id) => {
    const { events, liste } = world.list(id)
    return sum + events.length * liste.oppslag.length
  }, 0)
}

export function invite({ databaseUrl, simulator }: Stage, { heading, say }: Terminal): void {
  heading('Look for yourself, as long as the demo runs')
  say(`  psql '${databaseUrl}'`)
  say('    select liste, tilstand, ventende, gjenspeiler_til from skatt.ferskhet;')
  say(`    select * from skatt.summertskattegrunnlag where tilstand = 'gjeldende' limit 2;`)
  say(`    select * from skatt.endringer_etter('0', 0, 10);`)
  say(`  The simulator can be steered, with faults for example: ${simulator.url}/_simulator/help`)
}
