/** A disk that can be full: a file system of its own in memory, for as long as a test needs it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryParent } from './postgres-programs.ts'

export type SmallDisk = AsyncDisposable & {
  readonly folder: string
  /** Leaves no room for anything more. */
  readonly fill: () => Promise<void>
  /** Takes back what fill() has taken. */
  readonly makeRoom: () => Promise<void>
}

/** @returns why no file system can be mounted here; undefined when one can */
export function whyNoSmallDisk(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux has tmpfs'
  if (process.getuid?.() !== 0) return 'only root may mount a file system'
  const tried = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])
  return tried.status === 0 ? undefined : 'mounting a file system is forbidden here'
}

export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(temporaryParent({}), 'small-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder])
  await chmod(folder, 0o755)
  // Not left behind by a test that is cut short.
  const unmount = (): void => void spawnSync('umount', ['--lazy', folder])
  process.once('exit', unmount)
  const ballast = join(folder, 'ballast')

  return {
    folder,
    async fill() {
      await using file = await open(ballast, 'w')
      const { bsize } = await statfs(folder)
      const block = Buffer.alloc(bsize)
      for (;;) {
        try {
          await file.write(block)
        } catch (error) {
          if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return
          throw error
        }
      }
    },
    makeRoom: () => rm(ballast),
    async [Symbol.asyncDispose]() {
      process.off('exit', unmount)
      unmount()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
