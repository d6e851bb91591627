/**
 * Maskinporten's refusals, in its own form. The numbers and what they stand for are from
 * docs.digdir.no; the sentences are ours.
 */
import { json, type Reply } from '../reply.ts'

const REFUSALS = {
  'MP-011': ['invalid_request', 'Invalid parameter'],
  'MP-012': ['invalid_grant', 'Invalid assertion. Grant has been used before'],
  'MP-100': ['invalid_client', 'Invalid assertion. Client authentication failed. Unknown client'],
  'MP-110': ['invalid_grant', 'Invalid assertion. Invalid audience'],
  'MP-120': [
    'invalid_grant',
    'Invalid assertion. Client authentication failed. Invalid certificate',
  ],
  'MP-121': ['invalid_grant', 'Invalid assertion. Client authentication failed. Expired key'],
  'MP-122': [
    'invalid_grant',
    'Invalid assertion. Organization number of certificate does not match',
  ],
  'MP-123': ['invalid_grant', 'Invalid assertion. Invalid x5c'],
  'MP-124': ['invalid_grant', 'Invalid assertion. Client authentication failed. Invalid signature'],
  'MP-130': ['invalid_grant', 'Invalid assertion. Expired or not yet valid'],
  'MP-200': ['invalid_scope', 'Invalid scope'],
  'MP-201': ['invalid_scope', 'Scope is not registered for the client'],
  'MP-250': ['invalid_scope', 'Consumer has not been granted access to the scope'],
  'MP-251': ['invalid_scope', 'Consumer has not delegated access to the scope to the provider'],
} as const satisfies Record<string, readonly [error: string, text: string]>

export type MpKode = keyof typeof REFUSALS

export const MP_KODER = Object.keys(REFUSALS).filter(isMpKode)

function isMpKode(text: string): text is MpKode {
  return text in REFUSALS
}

export function mpReply(kode: MpKode, detail?: string): Reply {
  const [error, text] = REFUSALS[kode]
  return json(
    {
      error,
      error_description: `${text}${detail === undefined ? '' : `: ${detail}`} (${kode})`,
      error_uri: 'https://docs.digdir.no/docs/Maskinporten/maskinporten_feilmeldinger',
    },
    400,
  )
}
