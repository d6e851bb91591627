/** As it is installed for production: the packages of package-lock.json alone, and no script of theirs. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { start } from '../simulator/support.ts'
import { startProcess } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'

const ROOT = join(import.meta.dirname, '../..')
const NEEDED = ['src', 'migrations', 'package.json', 'package-lock.json']
const INSTALL = [
  'ci',
  '--omit=dev',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
]

async function installed() {
  const folder = await mkdtemp(join(tmpdir(), 'hendelsesfolger-production-'))
  for (const name of NEEDED) await cp(join(ROOT, name), join(folder, name), { recursive: true })
  // npm tells its scripts what it was itself told; this one is told anew.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(omit|include)$/i.test(name)),
  )
  await promisify(execFile)('npm', INSTALL, { cwd: folder, env })
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

test('installed without its tools and without scripts it starts and follows', async (t) => {
  if (process.env['CI'] !== 'true' && process.env['TEST_PRODUCTION'] !== '1') {
    return t.skip('it installs packages: set TEST_PRODUCTION=1, as CI does')
  }
  await using production = await installed()
  const packages = await readdir(join(production.folder, 'node_modules'))
  assert.ok(!packages.includes('typescript') && packages.includes('pg'))

  await using db = await freshDatabase()
  await using simulator = await start()
  const settings = settingsFor(simulator, { url: db.url, lister: ['tilleggsskatt'] })
  const main = join(production.folder, 'src/main.ts')
  await using daemon = startProcess(process.execPath, [main], { PORT: '0', ...settings })
  await daemon.said('"msg":"following"')
  daemon.kill('SIGTERM')
  assert.equal((await daemon.ended).code, 0)
})
