import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { LISTER } from './stage.ts'

const DEMO = join(import.meta.dirname, 'demo.ts')
const TIMEOUT = { timeout: 180_000 }

function runDemo({ signal }: TestContext, ...args: string[]) {
  return promisify(execFile)(process.execPath, [DEMO, ...args], { signal })
}

test('the demo catches up, shows the tables, and names nobody', TIMEOUT, async (t) => {
  const { stdout } = await runDemo(t, '--until-caught-up', '--hendelser', '300', '--port', '0')

  assert.match(stdout, /^ +300 events read +\d+ nøkler waiting/m)
  assert.match(stdout, /the tables equal the simulator's truth/)
  assert.match(stdout, /^ +oppslag +gjeldende +slettet +ingen_data +skjermet +endringer$/m)
  assert.match(stdout, /^ +summertskattegrunnlag +[1-9]/m)
  for (const liste of LISTER) assert.ok(stdout.includes(liste))
  // P12
  assert.doesNotMatch(stdout, /\d{11}|\b\d{9}\b/)
})

test('a taken port is named, with how to choose another', TIMEOUT, async (t) => {
  await using server = createServer()
  await once(server.listen(0, '0.0.0.0'), 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)

  await assert.rejects(runDemo(t, '--until-caught-up', '--port', String(address.port)), {
    code: 1,
    stderr: new RegExp(`PORT=${address.port}.*another process listens there.*--port 0`, 's'),
  })
})

test('Ctrl-C while it follows ends the daemon and Postgres too', TIMEOUT, async (t) => {
  const demo = spawn(process.execPath, [DEMO, '--hendelser', '50', '--port', '0'], {
    signal: t.signal,
  })
  const exited = once(demo, 'exit')
  const lines: string[] = []
  for await (const line of createInterface({ input: demo.stdout })) {
    lines.push(line)
    // The first that following tells.
    if (line.includes('endringer: ')) demo.kill('SIGINT')
  }

  assert.deepEqual(await exited, [0, null])
  const output = lines.join('\n')
  for (const place of [/probes at http:.*?(\d+)\/isready/, /psql 'postgres:.*:(\d+)\/postgres'/]) {
    const [, port] = place.exec(output) ?? []
    await assert.rejects(once(connect(Number(port), '127.0.0.1'), 'connect'), {
      code: 'ECONNREFUSED',
    })
  }
})
