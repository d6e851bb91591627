/** A column of whole numbers that grows by doubling, so that a million nøkler stay small. */
type Cells<Value> = {
  [index: number]: Value
  readonly length: number
  set(source: ArrayLike<Value>): void
}

export type Column<Value> = {
  /** The empty value where nothing was set. */
  readonly get: (index: number) => Value
  readonly set: (index: number, value: Value) => void
}

export function numbers(): Column<number> {
  return createColumn(0, (length) => new Int32Array(length))
}

export function bigNumbers(): Column<bigint> {
  return createColumn(0n, (length) => new BigInt64Array(length))
}

function createColumn<Value>(empty: Value, make: (length: number) => Cells<Value>): Column<Value> {
  let cells = make(256)
  return {
    get: (index) => cells[index] ?? empty,
    set(index, value) {
      if (index >= cells.length) {
        const larger = make(Math.max(index + 1, cells.length * 2))
        larger.set(cells)
        cells = larger
      }
      cells[index] = value
    },
  }
}
