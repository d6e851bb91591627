/** What processes have cost, from /proc; NaN where there is none. */
import { readdirSync, readFileSync } from 'node:fs'

/** USER_HZ, which Linux gives times to programs in, whatever the kernel's own clock. */
const TICKS_PER_SECOND = 100

type Stat = { readonly program: string; readonly parent: number; readonly ticks: number }

/** Processor seconds of a process and of all its children, those that have ended among them. */
export function cpuSeconds(pid: number): number {
  const root = statOf(String(pid))
  if (root === undefined) return Number.NaN
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat?.parent === pid)
  return [root, ...children].reduce((sum, stat) => sum + (stat?.ticks ?? 0), 0) / TICKS_PER_SECOND
}

/** NaN unless the process is on this machine and runs that program. */
export function parentOf(pid: number, program: string): number {
  const stat = statOf(String(pid))
  return stat?.program === program ? stat.parent : Number.NaN
}

/** The most memory that a process has had at once, in MB. */
export function peakRssMb(pid: number): number {
  return statusMb(pid, 'VmHWM')
}

/** The memory that a process has now, in MB. */
export function rssMb(pid: number): number {
  return statusMb(pid, 'VmRSS')
}

function statusMb(pid: number, field: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const [, kB] = new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(status) ?? []
    // What the kernel calls kB is 1,024 bytes.
    return (Number(kB) * 1_024) / 1e6
  } catch {
    return Number.NaN
  }
}

function statOf(pid: string): Stat | undefined {
  try {
    // `57 (postgres) S 1 ...`: what is between the outer parentheses may hold anything.
    const [, program = '', fields = ''] =
      /\((.*)\) \w (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    const [parent = Number.NaN, ...others] = fields.split(' ').map(Number)
    // utime, stime, and those of children that have ended.
    const ticks = others.slice(9, 13).reduce((sum, value) => sum + value, 0)
    return { program, parent, ticks }
  } catch {
    return undefined
  }
}
