/** All questions, in the order in which they are asked: one file each. */
import { growth } from './growth.ts'
import { hot } from './hot.ts'
import { idle } from './idle.ts'
import { konsumenter } from './konsumenter.ts'
import { latency } from './latency.ts'
import { overhead } from './overhead.ts'
import { page } from './page.ts'
import { peers } from './peers.ts'
import { queries } from './queries.ts'
import { restart } from './restart.ts'
import { startup } from './startup.ts'
import { storm } from './storm.ts'
import { steady } from './steady.ts'
import type { Question } from './support/question.ts'
import { trickle } from './trickle.ts'
import { watch } from './watch.ts'
import { year } from './year.ts'

export const QUESTIONS: readonly Question[] = [
  latency,
  overhead,
  peers,
  page,
  growth,
  hot,
  trickle,
  restart,
  storm,
  startup,
  idle,
  steady,
  konsumenter,
  year,
  watch,
  queries,
]
