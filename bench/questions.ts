/** All questions, in the order in which they are asked: one file each. */
import { latency } from './latency.ts'
import { overhead } from './overhead.ts'
import { page } from './page.ts'
import { peers } from './peers.ts'
import type { Question } from './support/question.ts'
import { watch } from './watch.ts'

export const QUESTIONS: readonly Question[] = [latency, overhead, page, peers, watch]
