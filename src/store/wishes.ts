/**
 * Wishes: what applications have written into skatt.bevakingsoenske.
 *
 * Each is carried out in the transaction that deletes it, in the order of its nummer; one that can't
 * be carried out stays, with its reason. Wishes about one person are carried out as if one by one.
 */
import { type Client, inTransaction, type Pool } from './pool.ts'
import { LANE } from './watch-list.ts'

// Who reads them holds them: two that do so at once would carry them out twice, in any order.
const TAKE = `
  select wish.nummer            as "nummer",
         wish.konsument         as "konsument",
         wish.identifikator     as "identifikator",
         wish.gjelder_periode   as "gjelderPeriode",
         wish.handling          as "handling",
         coalesce(folger.umulig_bevaking(wish.identifikator, wish.gjelder_periode),
                  case when liste.konsument is null then 'there is no such konsument'
                       when wish.handling not in ('legg_til', 'fjern', 'slett')
                       then 'handling is neither legg_til, fjern nor slett' end)
                                as "problem"
    from skatt.bevakingsoenske as wish
    left join folger.bevakingsliste as liste using (konsument)
   where wish.feil is null
   order by wish.nummer
   limit $1
     for update of wish`

const REFUSE = `
  update skatt.bevakingsoenske as wish
     set feil = refused.problem
    from unnest($1::bigint[], $2::text[]) as refused (nummer, problem)
   where wish.nummer = refused.nummer`

const DONE = `delete from skatt.bevakingsoenske where nummer = any ($1)`

const ADD = `select ventende as "queued" from folger.bevak($1, $2, $3, 'onske', $4::smallint)`
const REMOVE = `select fjernet as "removed" from folger.slutt_aa_bevake($1, $2, $3, $4)`

type Wish = {
  readonly nummer: bigint
  readonly konsument: string
  readonly identifikator: string
  readonly gjelderPeriode: string
  readonly handling: string
  readonly problem: string | null
}

export type WishesDone = { readonly done: number; readonly refused: number }

/** So many at a time are somebody's who waits for them; more are a file. */
const FEW = 100

/** @param most how many at once */
export async function carryOutWishes(pool: Pool, most: number): Promise<WishesDone> {
  return inTransaction(pool, async (client) => {
    const { rows: wishes } = await client.query<Wish>(TAKE, [most])
    const refused = wishes.filter(({ problem }) => problem !== null)
    const possible = wishes.filter(({ problem }) => problem === null)

    // Sorted, as everywhere: two that hold several konsumenter must not wait for each other.
    const konsumenter = Map.groupBy(possible, (wish) => wish.konsument)
    for (const konsument of [...konsumenter.keys()].toSorted()) {
      const its = konsumenter.get(konsument) ?? []
      for (const some of runs(its)) await carryOut(client, konsument, some)
    }
    if (refused.length > 0) {
      await client.query(REFUSE, [numbers(refused), refused.map(({ problem }) => problem)])
    }
    if (possible.length > 0) await client.query(DONE, [numbers(possible)])
    return { done: possible.length, refused: refused.length }
  })
}

/**
 * Wishes of one kind that follow each other, so that each kind is one statement. Their order matters
 * only where they are about one person: those that come first about a person are done first.
 */
function runs(wishes: readonly Wish[]): readonly (readonly Wish[])[] {
  const turn = new Map<string, { count: number; handling: string }>()
  const rounds = Map.groupBy(wishes, ({ identifikator, handling }) => {
    const before = turn.get(identifikator)
    const count = before === undefined ? 0 : before.count + Number(before.handling !== handling)
    turn.set(identifikator, { count, handling })
    return count
  })
  return [...rounds.values()].flatMap((round) => [
    ...Map.groupBy(round, ({ handling }) => handling).values(),
  ])
}

async function carryOut(client: Client, konsument: string, some: readonly Wish[]): Promise<void> {
  const identifikatorer = some.map(({ identifikator }) => identifikator)
  const perioder = some.map(({ gjelderPeriode }) => gjelderPeriode)
  const handling = some[0]?.handling
  if (handling === 'legg_til') {
    const lane = some.length <= FEW ? LANE.live : LANE.lasting
    await client.query(ADD, [konsument, identifikatorer, perioder, lane])
  } else {
    await client.query(REMOVE, [konsument, identifikatorer, perioder, handling === 'slett'])
  }
}

function numbers(wishes: readonly Wish[]): readonly bigint[] {
  return wishes.map(({ nummer }) => nummer)
}
