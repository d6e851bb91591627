/**
 * `hendelsesfolger check`: is everything in place to follow the lists that the settings name?
 *
 * Reads one event of each list and looks nothing up (P5).
 */

export type CheckStep = {
  /** What is tried, such as `the database`. */
  readonly what: string
  /** @returns what was found, in a few words; rejects with an error whose message may be printed */
  readonly run: (signal: AbortSignal) => Promise<string>
}

/**
 * Tries all steps, also after one that failed, so that a wrong set-up shows everything at once.
 *
 * @param notes what is worth knowing and not wrong
 * @returns whether all went well
 */
export async function check(
  steps: readonly CheckStep[],
  notes: readonly string[],
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  let failed = 0
  for (const { what, run } of steps) {
    try {
      print(`ok      ${what}: ${await run(signal)}`)
    } catch (error) {
      failed += 1
      print(`FAILED  ${what}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  for (const note of notes) print(`note    ${note}`)
  print(failed === 0 ? 'everything is in place' : `${failed} of ${steps.length} checks failed`)
  return failed === 0
}
