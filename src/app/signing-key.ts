/** The signing key in use, and since when: so that it can be replaced before Maskinporten refuses it. */
import type { Log } from '../lib/log.ts'
import type { SigningKeyInUse } from '../operate/metrics.ts'

export type SigningKeyWatch = {
  /** A token was given for a grant of this key. Told at each token, noted when it is another key. */
  readonly used: (avtrykk: string) => void
  /** Null: no grant of ours has been accepted yet, or a sidecar signs. */
  readonly inUse: () => SigningKeyInUse | null
}

/** @param note keeps it; @returns its firstSeenMs */
export function watchSigningKey(
  note: (avtrykk: string) => Promise<number>,
  log: Log,
): SigningKeyWatch {
  let known: SigningKeyInUse | null = null
  let noted: string | null = null
  return {
    used: (avtrykk) => {
      if (noted === avtrykk) return
      noted = avtrykk
      note(avtrykk)
        .then((firstSeenMs) => {
          known = { avtrykk, firstSeenMs }
          log.info({ avtrykk }, 'signing key in use')
        })
        .catch((error: unknown) => {
          log.warn({ error }, 'signing key not noted')
          // So that it is tried again at the next token.
          noted = null
        })
    },
    inUse: () => known,
  }
}
