import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkCommand } from '../../../src/app/commands/check.ts'
import { configOf } from '../../support/config.ts'
import { explainRefusal } from '../../../src/maskinporten/refusals.ts'
import { MP_KODER } from '../../simulator/maskinporten/mp-error.ts'
import { start } from '../../simulator/support.ts'

const NEVER = new AbortController().signal
const LISTER = ['tilleggsskatt']

test('check tells each refusal of Maskinporten in its plain sentence', async () => {
  await using simulator = await start()
  const config = configOf({
    ...simulator.settings({ lister: LISTER }),
    DATABASE_URL: 'postgres://folger@127.0.0.1:1/folger',
  })
  const run = checkCommand.parse({ values: {}, words: [] })

  for (const kode of MP_KODER) {
    const lines: string[] = []
    const refused = simulator.maskinporten.refuse(kode)
    await run({
      config,
      version: '',
      print: (line) => lines.push(line),
      complain: assert.fail,
      signal: NEVER,
    })
    refused.end()

    const told = lines.find((line) => line.startsWith('FAILED  a token for')) ?? assert.fail(kode)
    assert.ok(told.includes(`answered 400 (${kode}). ${explainRefusal(kode)}`), told)
    assert.doesNotMatch(told, /See docs\.digdir/)
  }
})
