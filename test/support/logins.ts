/** Roles that log in, for a test of what they may do. Roles belong to the whole server: each is made anew. */
import { randomBytes } from 'node:crypto'
import { createPool, type Pool } from '../../src/store/pool.ts'

export type Login = AsyncDisposable & {
  readonly role: string
  readonly url: string
  readonly pool: Pool
}

/** Makes a role that is a member of `groups`, and connects as it; both end with it. */
export async function logIn(
  db: { readonly url: string; readonly pool: Pool },
  ...groups: readonly string[]
): Promise<Login> {
  const role = `test_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  await db.pool.query(`create role ${role} login password '${password}'`)
  for (const group of groups) await db.pool.query(`grant ${group} to ${role}`)

  const address = new URL(db.url)
  address.username = role
  address.password = password
  const pool = createPool({
    connection: { kind: 'url', url: address.href },
    max: 4,
    onIdleError: () => undefined,
  })
  return {
    role,
    url: address.href,
    pool,
    async [Symbol.asyncDispose]() {
      await pool.end()
      await db.pool.query(`drop owned by ${role} cascade`)
      await db.pool.query(`drop role ${role}`)
    },
  }
}
