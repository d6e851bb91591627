/** Waits between tries of what must not give up. */

/**
 * Doubles from `firstMs` to `maxMs`, and is drawn between half and the whole of that, so that those
 * who failed together do not come back together.
 *
 * @param failures in a row, counted from 1
 * @param chance from 0 up to 1, normally Math.random()
 * @returns milliseconds
 */
export function backoffMs(
  failures: number,
  { firstMs, maxMs }: { readonly firstMs: number; readonly maxMs: number },
  chance: number,
): number {
  // 2 ** 30 is already beyond any cap; more would end in Infinity.
  const doubled = firstMs * 2 ** Math.min(failures - 1, 30)
  return Math.round(Math.min(doubled, maxMs) * (0.5 + chance / 2))
}
