import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { read, start } from './support.ts'

/** These wait for something that would never come if they failed. */
const WAITING = { timeout: 180_000 }

const MAIN = join(import.meta.dirname, 'main.ts')

function run(...args: string[]) {
  return spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** The settings it prints, once it has printed them all. */
async function printed(child: ReturnType<typeof run>): Promise<Map<string, string>> {
  let output = ''
  child.stdout.setEncoding('utf8')
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    output += chunk
    if (output.endsWith('\n\n') && output.includes('export')) break
  }
  const settings = output.matchAll(/^export (\w+)='(.*)'$/gm)
  return new Map([...settings].map(([, name = '', value = '']) => [name, value]))
}

test('it prints settings that work, trickles events, and ends by SIGTERM', WAITING, async () => {
  await using folder = await temporaryFolder()
  const jwkFile = join(folder.path, 'klient.jwk')
  const options = '--port 0 --hendelser 20 --personer 5 --lister skatteoppgjoer,inntekt'
  const more = '--latens-ms 0-1 --trickle-per-second 100'
  const child = run(...`${options} ${more}`.split(' '), '--klient-jwk-fil', jwkFile)
  try {
    const settings = await printed(child)
    assert.equal(settings.get('HENDELSESLISTER'), 'skatteoppgjoer,inntekt')
    assert.equal(settings.get('MASKINPORTEN_CLIENT_JWK_FILE'), jwkFile)
    assert.match(await readFile(jwkFile, 'utf8'), /"d":/)
    const wellKnown = await fetch(settings.get('MASKINPORTEN_WELL_KNOWN_URL') ?? '')
    const { json } = await read(wellKnown)
    const base = (settings.get('SKATTEETATEN_URL') ?? '').replace('{vert}', '')
    assert.equal(json.issuer, `${base}maskinporten/`)

    const events = async () => {
      const pages = ['skatteoppgjoer', 'inntekt'].map(async (liste) =>
        read(await fetch(`${base}_simulator/events?liste=${liste}`)),
      )
      return (await Promise.all(pages)).reduce(
        (sum, { body }) => sum + body.split('\n').length - 1,
        0,
      )
    }
    // Each look is a call; the test's time limit ends a trickle that never comes.
    while ((await events()) <= 20);
  } finally {
    child.kill('SIGTERM')
  }
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

test('a taken port gives a clear message and exit code 1', WAITING, async () => {
  await using simulator = await start()
  const child = run('--port', new URL(simulator.url).port)
  const [message, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  assert.equal(code, 1)
  assert.match(message, /the port is taken.*--port/)
})

test('wrong options are told, and --help tells the right ones', WAITING, async () => {
  for (const [args, expected] of [
    [['--prot', '1'], /--prot/],
    [['--hendelser', 'mange'], /--hendelser=mange/],
    [['--latens-ms', '5-'], /--latens-ms=5-/],
    [['--port', '0', '--lister', 'nope'], /nope/],
    [['--port', '0', '--katalog-fil', '/nope.json'], /nope\.json/],
  ] as const) {
    const child = run(...args)
    const [message, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
    assert.equal(code, 1)
    assert.match(message, expected)
  }
  const help = run('--help')
  const [usage, [code]] = await Promise.all([text(help.stdout), once(help, 'exit')])
  assert.equal(code, 0)
  assert.match(usage, /--trickle-per-second/)
})

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'simulator-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}
