/** Copies of the checkout to plant bugs in. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { edited, editsOf, type PlantedBug } from './planted-bug.ts'

const ROOT = join(import.meta.dirname, '../..')

/** What the tests need. */
const COPIED = ['src', 'test', 'migrations', 'package.json']

export type Checkout = AsyncDisposable & {
  readonly path: string
  /** Until it is disposed of. */
  readonly plant: (bug: PlantedBug) => Promise<AsyncDisposable>
}

export async function copyCheckout(): Promise<Checkout> {
  const path = await mkdtemp(join(tmpdir(), 'hendelsesfolger-promises-'))
  for (const name of COPIED) await cp(join(ROOT, name), join(path, name), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(path, 'node_modules'))
  return {
    path,
    plant: (bug) => plant(path, bug),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

async function plant(path: string, bug: PlantedBug): Promise<AsyncDisposable> {
  await using undo = new AsyncDisposableStack()
  for (const edit of editsOf(bug)) {
    const file = join(path, edit.file)
    const text = await readFile(file, 'utf8')
    undo.defer(() => writeFile(file, text))
    await writeFile(file, edited(text, edit))
  }
  return undo.move()
}
