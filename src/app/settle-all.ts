/** Where answers go: opplysninger into the tables, lists to the watch list that follows them. */
import type { Config } from '../config/config.ts'
import type { Log } from '../lib/log.ts'
import { followInntektsmottakere, type ListAnswer } from '../store/inntektsmottakere.ts'
import type { Pool } from '../store/pool.ts'
import { settle, type Settlement } from '../store/settle.ts'
import { NOTHING_SETTLED, type Settled } from '../store/store-answers.ts'
import type { Svar } from '../domain/svar.ts'

/** A list may name some 100,000 persons: each is a transaction of its own. */
export async function settleAll(
  pool: Pool,
  batch: readonly Settlement<Svar>[],
  { bekreftIngenDataEtterMs, historikk, bryterProsent }: Config,
  log: Log,
): Promise<Settled> {
  for (const answer of batch.filter(isListAnswer)) {
    const { konsument, identifikator } = answer.nokkel
    const followed = await followInntektsmottakere(pool, answer, bryterProsent)
    if (followed === null) continue
    const { added, gone, isHeldBack } = followed
    const { isWhole, skjermet } = answer.svar.mottakere
    const about = { konsument, opplysningspliktig: identifikator }
    if (isHeldBack)
      log.error(about, 'most are missing from a list of inntektsmottakere: it is not followed')
    else
      log.info({ ...about, added, gone, isWhole, skjermet }, 'list of inntektsmottakere followed')
  }
  const others = batch.filter(isAboutOne)
  if (others.length === 0) return NOTHING_SETTLED
  return settle(pool, others, bekreftIngenDataEtterMs, historikk)
}

function isAboutOne(settlement: Settlement<Svar>): settlement is Settlement {
  return !isListAnswer(settlement)
}

function isListAnswer(settlement: Settlement<Svar>): settlement is ListAnswer {
  return settlement.kind === 'answered' && settlement.svar.kind === 'inntektsmottakere'
}
