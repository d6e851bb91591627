/**
 * Maskinporten's refusals in plain sentences: what each code means to us, and what to do.
 *
 * Source: docs.digdir.no, "Feilsøking i Maskinporten" and "JWT grant".
 */

type Refusal = { readonly means: string; readonly todo: string }

const AUTHORIZATION_DETAILS: Refusal = {
  means: 'It does not accept the system user that the grant names',
  todo: 'We send none: check that the client is of the ordinary type in Maskinporten',
}

export const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  [
    'MP-011',
    {
      means: 'A parameter of the request is invalid',
      todo: 'Check MASKINPORTEN_CLIENT_ID and the scope for slips of the pen',
    },
  ],
  [
    'MP-012',
    {
      means: 'The grant has been used before',
      todo: 'Every try signs a new one, so something on the way sends it twice: check the proxy',
    },
  ],
  [
    'MP-100',
    {
      means: 'It does not know our client',
      todo: 'Check MASKINPORTEN_CLIENT_ID, and that the client was made in this environment',
    },
  ],
  [
    'MP-110',
    {
      means: 'The audience of the grant is not this Maskinporten',
      todo: 'Check MASKINPORTEN_ISSUER or MASKINPORTEN_WELL_KNOWN_URL, its last slash included',
    },
  ],
  [
    'MP-120',
    {
      means: 'The certificate that signed the grant is not valid here',
      todo: 'Check that it has not expired, and that it is for this environment: test and prod have different ones',
    },
  ],
  [
    'MP-121',
    {
      means: 'Our key has expired: keys live for a year at most',
      todo: 'Register a new key on the client, and replace ours (MASKINPORTEN_CLIENT_JWK or its like)',
    },
  ],
  [
    'MP-122',
    {
      means: "The certificate is another organisation's than the client",
      todo: 'Check that the certificate (MASKINPORTEN_CLIENT_X5C or _PKCS12) and MASKINPORTEN_CLIENT_ID belong together',
    },
  ],
  [
    'MP-123',
    {
      means: 'It can read no certificate in the grant',
      todo: 'Check MASKINPORTEN_CLIENT_X5C: the whole chain, our own certificate first',
    },
  ],
  [
    'MP-124',
    {
      means: 'The signature is not that of the registered key',
      todo: 'Check that the kid of MASKINPORTEN_CLIENT_JWK is that of the public key on the client',
    },
  ],
  [
    'MP-130',
    {
      means: 'It takes the grant for expired or not yet valid: our clock and its clock differ',
      todo: 'Set our clock (NTP): they may differ by 10 seconds',
    },
  ],
  [
    'MP-200',
    {
      means: 'The scope is not registered on our client',
      todo: 'Add it to the client in Maskinporten, or leave its oppslag out',
    },
  ],
  [
    'MP-201',
    {
      means: 'The scope is not for clients of our type',
      todo: 'Check that the client has the integration type Maskinporten',
    },
  ],
  [
    'MP-250',
    {
      means: 'Skatteetaten has not granted our organisation this scope',
      todo: 'Ask Skatteetaten for access, or leave its oppslag out',
    },
  ],
  [
    'MP-251',
    {
      means: 'The customer has not delegated this scope to us',
      todo: 'Ask the customer to delegate it in Altinn',
    },
  ],
  ['MP-301', AUTHORIZATION_DETAILS],
  ['MP-302', AUTHORIZATION_DETAILS],
  ['MP-303', AUTHORIZATION_DETAILS],
])

/** The code in a refusal's texts, such as `MP-110`; undefined when none is there. */
export function refusalCode(fields: ReadonlyMap<string, unknown>): string | undefined {
  for (const name of ['error_description', 'error_uri']) {
    const text = fields.get(name)
    const code = typeof text === 'string' ? /\bMP-\d{3}\b/i.exec(text) : null
    if (code !== null) return code[0].toUpperCase()
  }
  return undefined
}

/** Whether it is about the rights of the konsument, and about nobody else's. */
export function isOfKonsument(code: string | undefined): boolean {
  return code === 'MP-250' || code === 'MP-251'
}

/** @returns one or two sentences without a full stop at the end */
export function explainRefusal(code: string | undefined): string {
  const refusal = code === undefined ? undefined : REFUSALS.get(code)
  return refusal === undefined
    ? 'See docs.digdir.no, "Feilsøking i Maskinporten"'
    : `${refusal.means}. ${refusal.todo}`
}
