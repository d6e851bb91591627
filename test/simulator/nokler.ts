/** Every nøkkel that was ever named, numbered from 0, so that what is known of it fits in columns. */
export type Nokler = {
  /** The number of a nøkkel, given at its first mention. */
  readonly index: (identifikator: string, gjelderPeriode: string) => number
  readonly at: (index: number) => { identifikator: string; gjelderPeriode: string }
  readonly count: () => number
}

export function createNokler(): Nokler {
  const indexes = new Map<string, number>()
  const identifikatorer: string[] = []
  const perioder: string[] = []
  return {
    index(identifikator, gjelderPeriode) {
      const key = `${identifikator} ${gjelderPeriode}`
      const known = indexes.get(key)
      if (known !== undefined) return known
      indexes.set(key, identifikatorer.length)
      perioder.push(gjelderPeriode)
      return identifikatorer.push(identifikator) - 1
    },
    at: (index) => ({
      identifikator: identifikatorer[index] ?? '',
      gjelderPeriode: perioder[index] ?? '',
    }),
    count: () => identifikatorer.length,
  }
}
