import assert from 'node:assert/strict'
import { test } from 'node:test'
import { watchSigningKey } from '../../src/app/signing-key.ts'

function watched(answers: readonly (number | Error)[]) {
  const noted: string[] = []
  const warned: string[] = []
  const left = [...answers]
  const watch = watchSigningKey(
    async (avtrykk) => {
      noted.push(avtrykk)
      const answer = left.shift() ?? assert.fail('noted too often')
      if (answer instanceof Error) throw answer
      return answer
    },
    {
      debug: () => undefined,
      info: () => undefined,
      warn: (_, message) => warned.push(message),
      error: () => undefined,
    },
  )
  return { ...watch, noted, warned }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a key is noted when it is first used, and another when it takes over', async () => {
  const { used, inUse, noted } = watched([1_000, 2_000])
  assert.equal(inUse(), null)

  for (const avtrykk of ['a', 'a', 'b', 'b']) {
    used(avtrykk)
    await settled()
  }

  assert.deepEqual(noted, ['a', 'b'])
  assert.deepEqual(inUse(), { avtrykk: 'b', firstSeenMs: 2_000 })
})

test('a key that could not be noted is noted at the next token', async () => {
  const { used, inUse, warned } = watched([new Error('Postgres is away'), 1_000])
  used('a')
  await settled()
  assert.equal(inUse(), null)
  assert.deepEqual(warned, ['signing key not noted'])

  used('a')
  await settled()
  assert.deepEqual(inUse(), { avtrykk: 'a', firstSeenMs: 1_000 })
})
