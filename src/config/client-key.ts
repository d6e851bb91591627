/** The settings of the key that our grants are signed with, and of the one that is to replace it. */
import { ALGORITHMS, type ClientKey, type KeyForm } from '../domain/client-key.ts'
import { ConfigError } from '../domain/errors.ts'
import { isComplete, type Reader, secret } from './env.ts'
import { oneOf, secretSetting, type Setting, textSetting } from './setting.ts'
import { choice, matching } from './values.ts'

/** @throws ConfigError when it can't be used */
export type CheckKey = (key: ClientKey) => void

const CLIENT = 'MASKINPORTEN_CLIENT'
const NEXT = 'MASKINPORTEN_NEXT_CLIENT'

const CERTIFICATES = 'certificates in PEM, or base64 DER separated by commas, our own first'

export const CLIENT_KEY_SETTINGS: readonly Setting[] = [
  secretSetting(
    `${CLIENT}_JWK`,
    `a private RSA key as JWK with a kid, or ${CLIENT}_PEM or ${CLIENT}_PKCS12 instead`,
    'The key that the client is registered with. Required unless it is given in another form, or there is a sidecar.',
  ),
  secretSetting(
    `${CLIENT}_PEM`,
    'a private RSA key in PEM',
    `The key, with \`${CLIENT}_KID\` or \`${CLIENT}_X5C\`.`,
  ),
  textSetting(`${CLIENT}_KID`, 'a kid', `What \`${CLIENT}_PEM\` is registered as.`),
  // A secret, because a file with a chain often has the key in it as well.
  secretSetting(
    `${CLIENT}_X5C`,
    CERTIFICATES,
    `The chain of the enterprise certificate that \`${CLIENT}_PEM\` is the key of.`,
  ),
  {
    ...secretSetting(
      `${CLIENT}_PKCS12`,
      'a PKCS#12 file in base64',
      `An enterprise certificate with its key. \`${CLIENT}_PKCS12_FILE\` names the .p12 file as it is.`,
    ),
    encoding: 'latin1',
  },
  secretSetting(
    `${CLIENT}_PASSWORD`,
    'a password',
    `The password of \`${CLIENT}_PKCS12\` or \`${CLIENT}_PEM\`.`,
  ),
  textSetting(
    `${CLIENT}_ALG`,
    oneOf(ALGORITHMS),
    "How grants are signed. By default as the JWK's `alg` says, or RS256.",
  ),
]

/** The same for the key that is to replace it. */
export const NEXT_KEY_SETTINGS: readonly Setting[] = CLIENT_KEY_SETTINGS.map((setting, place) => ({
  ...setting,
  name: setting.name.replace(CLIENT, NEXT),
  form: setting.form.replaceAll(CLIENT, NEXT),
  text:
    place === 0
      ? 'The key that is to replace the other: tried when Maskinporten refuses that one. It has the same forms.'
      : `As \`${setting.name}\`, of that key.`,
}))

/** @returns null when there is none */
export function readNextKey(read: Reader, checkKey: CheckKey): ClientKey | null | undefined {
  const isSet = NEXT_KEY_SETTINGS.some(({ name }) => read.isSet(name))
  return isSet ? readKey(read, NEXT, checkKey) : null
}

export function readClientKey(read: Reader, checkKey: CheckKey): ClientKey | undefined {
  return readKey(read, CLIENT, checkKey)
}

/** Reads it in its form, and notes everything about it that can't be used. */
function readKey(read: Reader, prefix: string, checkKey: CheckKey): ClientKey | undefined {
  const key = readForms(read, prefix)
  if (key === undefined) return undefined
  try {
    checkKey(key)
    return key
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const problem of error.problems) read.note(problem)
    return undefined
  }
}

function readForms(read: Reader, prefix: string): ClientKey | undefined {
  const fields = {
    form: readForm(read, prefix),
    alg: read.optional(`${prefix}_ALG`, choice(ALGORITHMS)),
    password: read.optional(`${prefix}_PASSWORD`, secret),
  }
  if (!isComplete(fields)) return undefined
  const { form, alg, password } = fields
  return { ...form, alg, password }
}

function readForm(read: Reader, prefix: string): KeyForm | undefined {
  const [jwkName, pemName, pkcs12Name] = [`${prefix}_JWK`, `${prefix}_PEM`, `${prefix}_PKCS12`]
  const given = [jwkName, pemName, pkcs12Name].filter((name) => read.isSet(name))
  if (given.length > 1) {
    read.note(`${given.join(' and ')} are set: leave out all but one form of the key`)
    return undefined
  }
  const [kidName, x5cName] = [`${prefix}_KID`, `${prefix}_X5C`]
  const stray = [kidName, x5cName].filter((name) => read.isSet(name))
  if (given[0] !== pemName && stray.length > 0) {
    read.note(`${pemName} is not set: it goes with ${stray.join(' and ')}`)
    return undefined
  }
  if (given[0] === pemName) {
    const pem = read.value(pemName, secret)
    const registered = readRegistered(read, kidName, x5cName)
    return pem && registered && { kind: 'pem', pem, registered }
  }
  if (given[0] === pkcs12Name) {
    const pkcs12 = read.value(pkcs12Name, secret)
    return pkcs12 && { kind: 'pkcs12', pkcs12 }
  }
  const jwk = read.value(jwkName, secret)
  return jwk && { kind: 'jwk', jwk }
}

/** By what Maskinporten finds the key of a PEM: one of the two. */
function readRegistered(read: Reader, kidName: string, x5cName: string) {
  if (read.isSet(kidName) === read.isSet(x5cName)) {
    read.note(`${x5cName} or ${kidName} must be set with the PEM, and not both`)
    return undefined
  }
  if (read.isSet(kidName)) {
    const kid = read.value(kidName, matching(/^\S+$/))
    return kid === undefined ? undefined : { kid }
  }
  const x5c = read.value(x5cName, secret)
  return x5c && { x5c }
}
