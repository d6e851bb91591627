/** Where answers go: opplysninger into the tables, the others to what follows them. */
import type { Config } from '../config/config.ts'
import { yearlyAboutPersons } from '../domain/first-loading.ts'
import type { Log } from '../lib/log.ts'
import { followInntektsmottakere, type ListAnswer } from '../store/inntektsmottakere.ts'
import type { Pool } from '../store/pool.ts'
import { settle, type Settlement } from '../store/settle.ts'
import { followSistePeriode, type SisteAnswer } from '../store/siste-periode.ts'
import { NOTHING_SETTLED, type Settled } from '../store/store-answers.ts'
import type { Svar } from '../domain/svar.ts'
import { oppslagOfLists } from './followed.ts'

export async function settleAll(
  pool: Pool,
  batch: readonly Settlement<Svar>[],
  config: Config,
  log: Log,
): Promise<Settled> {
  // A list may name some 100,000 persons: each is a transaction of its own.
  for (const answer of batch.filter(isListAnswer)) {
    await followList(pool, answer, config.bryterProsent, log)
  }
  const years = Map.groupBy(batch.filter(isSisteAnswer), ({ nokkel }) => nokkel.konsument)
  for (const [konsument, answers] of years) {
    const yearly = yearlyAboutPersons(oppslagOfLists(config, konsument))
    await followSistePeriode(pool, konsument, answers, yearly)
  }
  const others = batch.filter(isOpplysning)
  if (others.length === 0) return NOTHING_SETTLED
  return settle(pool, others, config.bekreftIngenDataEtterMs, config.historikk)
}

async function followList(
  pool: Pool,
  answer: ListAnswer,
  prosent: number,
  log: Log,
): Promise<void> {
  const { konsument, identifikator } = answer.nokkel
  const followed = await followInntektsmottakere(pool, answer, prosent)
  if (followed === null) return
  const { added, gone, isHeldBack } = followed
  const { isWhole, skjermet } = answer.svar.mottakere
  const about = { konsument, opplysningspliktig: identifikator }
  if (isHeldBack) {
    log.error(about, 'most are missing from a list of inntektsmottakere: it is not followed')
  } else {
    log.info({ ...about, added, gone, isWhole, skjermet }, 'list of inntektsmottakere followed')
  }
}

function isOpplysning(settlement: Settlement<Svar>): settlement is Settlement {
  return !isListAnswer(settlement) && !isSisteAnswer(settlement)
}

function isListAnswer(settlement: Settlement<Svar>): settlement is ListAnswer {
  return settlement.kind === 'answered' && settlement.svar.kind === 'inntektsmottakere'
}

function isSisteAnswer(settlement: Settlement<Svar>): settlement is SisteAnswer {
  return settlement.kind === 'answered' && settlement.svar.kind === 'siste_periode'
}
