/**
 * What the log says of each look-up that has ended.
 *
 * P12. About whom is said by a ref: the same in all lines about a person, so that one nøkkel can be
 * followed, and nothing that tells who it is without the key, which is in the database.
 */
import { createHmac } from 'node:crypto'
import type { Log, LogFields } from '../lib/log.ts'
import type { Svar } from '../domain/svar.ts'
import type { Settlement } from '../store/settle.ts'

export type RefOf = (identifikator: string) => string

/**
 * As folger.ref: the first 12 hex digits of HMAC-SHA256, with a hyphen, so that they never have the
 * eleven digits in a row that the log masks.
 */
export function createRefs(key: Uint8Array): RefOf {
  return (identifikator) => {
    const hash = createHmac('sha256', key).update(identifikator).digest('hex')
    return `${hash.slice(0, 6)}-${hash.slice(6, 12)}`
  }
}

/** Whatever else an event gives for a period could be about anybody. */
const PERIOD = /^\d{4}(-\d{2})?$/

export function tellSettled(log: Log, refOf: RefOf, batch: readonly Settlement<Svar>[]): void {
  for (const settlement of batch) {
    const fields = (): LogFields => fieldsOf(settlement, refOf)
    switch (settlement.kind) {
      case 'answered':
        log.debug(fields, 'nøkkel settled')
        break
      case 'put off':
        log.info(fields(), 'look-up failed')
        break
      case 'parked':
        log.warn(fields(), 'nøkkel parked')
    }
  }
}

function fieldsOf(settlement: Settlement<Svar>, refOf: RefOf): LogFields {
  const { konsument, oppslag, identifikator, gjelderPeriode, forsok } = settlement.nokkel
  const about = {
    konsument,
    oppslag,
    ref: refOf(identifikator),
    ...(PERIOD.test(gjelderPeriode) && { gjelderPeriode }),
  }
  if (settlement.kind === 'answered') return { ...about, svar: settlement.svar.kind }
  const { code, message: feil } = settlement.fault
  const waits = settlement.kind === 'put off' ? { waitMs: settlement.delayMs } : {}
  return { ...about, code, feil, forsok, ...waits }
}
