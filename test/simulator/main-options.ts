/** The command line of the simulator. */
import { parseArgs } from 'node:util'
import type { Latency } from './delays.ts'

export const HELP = `Usage: npm run simulator -- [options]

Simulates Skatteetaten's hendelseslister and oppslagstjenester, and Maskinporten, on one port.
All data are synthetic. Prints the settings that point hendelsesfolger at it.

  --port N               port to listen on; 0 is any free one (8099)
  --host ADDRESS         address to listen on (127.0.0.1)
  --url URL              the address callers use, if it is another (http://HOST:PORT)
  --seed N               what is random is drawn from this (1)
  --personer N           different subjects of each kind (1000)
  --hendelser N          events to start with, over all lists (5000)
  --lister a,b           the lists that get events (all that can be followed)
  --latens-ms N or N-M   how long lists and oppslag take to answer (0)
  --trickle-per-second N events that keep coming, over all lists (0)
  --katalog-fil FILE     additions to the katalog, as KATALOG_FIL of hendelsesfolger
  --klient-jwk-fil FILE  keep the client's private key in this file; it is used if it exists
  --help                 this text
`

const OPTIONS = {
  port: { type: 'string', default: '8099' },
  host: { type: 'string', default: '127.0.0.1' },
  url: { type: 'string' },
  seed: { type: 'string', default: '1' },
  personer: { type: 'string', default: '1000' },
  hendelser: { type: 'string', default: '5000' },
  lister: { type: 'string' },
  'latens-ms': { type: 'string', default: '0' },
  'trickle-per-second': { type: 'string', default: '0' },
  'katalog-fil': { type: 'string' },
  'klient-jwk-fil': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

export type Options = {
  readonly port: number
  readonly host: string
  readonly url: string | undefined
  readonly seed: number
  readonly personer: number
  readonly hendelser: number
  readonly lister: readonly string[] | undefined
  readonly latensMs: Latency
  readonly tricklePerSecond: number
  readonly katalogFil: string | undefined
  readonly klientJwkFil: string | undefined
  readonly help: boolean
}

/** @throws where an option is unknown or its value is of the wrong kind */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  return {
    port: wholeNumber('port', values.port, 0, 65_535),
    host: values.host,
    url: values.url,
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
    personer: wholeNumber('personer', values.personer, 1, 1_000_000),
    hendelser: wholeNumber('hendelser', values.hendelser, 0, 50_000_000),
    lister: values.lister?.split(',').map((id) => id.trim()),
    latensMs: latency(values['latens-ms']),
    tricklePerSecond: wholeNumber('trickle-per-second', values['trickle-per-second'], 0, 100_000),
    katalogFil: values['katalog-fil'],
    klientJwkFil: values['klient-jwk-fil'],
    help: values.help,
  }
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new Error(`--${name}=${text}: must be a whole number from ${min} to ${max}`)
}

function latency(text: string): Latency {
  const [, min, max] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? []
  if (min === undefined) {
    throw new Error(`--latens-ms=${text}: must be milliseconds, as 20 or 20-100`)
  }
  return max === undefined ? Number(min) : { min: Number(min), max: Number(max) }
}
