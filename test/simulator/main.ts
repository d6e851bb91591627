/**
 * The simulator as a process of its own: `npm run simulator -- --help`.
 *
 * Exit codes: 0 after SIGINT or SIGTERM, 1 where it could not start (wrong options, a taken port).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { HELP, readOptions, type Options } from './main-options.ts'
import { startSimulator, type Simulator } from './simulator.ts'

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(HELP)
    return
  }
  const simulator = await start(options)
  const addMore = simulator.populate({
    hendelser: options.hendelser,
    personer: options.personer,
    lister: options.lister,
  })
  trickle(addMore, options.tricklePerSecond)
  process.stdout.write(greeting(simulator, options))

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void simulator[Symbol.asyncDispose]().then(() => process.exit(0))
    })
  }
}

async function start(options: Options): Promise<Simulator> {
  const { katalogFil, klientJwkFil } = options
  const simulator = await startSimulator({
    katalog: loadKatalog(
      katalogFil === undefined
        ? undefined
        : { navn: katalogFil, tekst: readFileSync(katalogFil, 'utf8') },
    ),
    port: options.port,
    host: options.host,
    url: options.url,
    seed: options.seed,
    latencyMs: options.latensMs,
    // A daemon that has read the file before a restart of ours goes on with the same key.
    klientJwk:
      klientJwkFil !== undefined && existsSync(klientJwkFil)
        ? readFileSync(klientJwkFil, 'utf8')
        : undefined,
  })
  if (klientJwkFil !== undefined) {
    writeFileSync(klientJwkFil, simulator.klient.jwk, { mode: 0o600 })
  }
  return simulator
}

/** New events as they come from a live list: a few at a time, evenly. */
function trickle(addMore: (hendelser: number) => void, perSecond: number): void {
  let due = 0
  if (perSecond === 0) return
  setInterval(() => {
    due += perSecond / 10
    addMore(Math.floor(due))
    due -= Math.floor(due)
  }, 100)
}

function greeting(simulator: Simulator, { klientJwkFil, lister, hendelser }: Options): string {
  const { MASKINPORTEN_CLIENT_JWK: jwk = '', ...settings } = simulator.settings({ lister })
  const key =
    klientJwkFil === undefined
      ? { MASKINPORTEN_CLIENT_JWK: jwk }
      : { MASKINPORTEN_CLIENT_JWK_FILE: klientJwkFil }
  const exports = Object.entries({ ...settings, ...key })
    .map(([name, value]) => `export ${name}='${value}'\n`)
    .join('')
  return `Skatteetaten and Maskinporten are simulated at ${simulator.url}, with ${hendelser} events.
Steer and read the simulator at ${simulator.url}/_simulator/help

Point hendelsesfolger at it:

${exports}
`
}

function explain(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `the port is taken: ${error.message}. Choose another with --port, or 0 for any free one`
  }
  return error instanceof Error ? error.message : String(error)
}

main().catch((error: unknown) => {
  process.stderr.write(`simulator: ${explain(error)}\n`)
  process.exit(1)
})
