/**
 * `npm run audit`: known faults of the packages that run in production.
 *
 * Exit codes: 0 none that is grave, or nobody could be asked; 1 a grave one.
 */
import { spawnSync } from 'node:child_process'
import { verdictOf } from './verdict.ts'

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' })
const { isGrave, text } = verdictOf(stdout ?? '')
process.stdout.write(`${text}\n`)
process.exitCode = isGrave ? 1 : 0
