/** Answers that no documentation allows: one value of a documented one is replaced by another kind. */
import * as fc from 'fast-check'

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
export type Path = readonly (string | number)[]

/** Every place in a JSON value, the whole of it included. */
export function pathsIn(value: Json, path: Path = []): readonly Path[] {
  const inner = isArray(value)
    ? value.flatMap((element, index) => pathsIn(element, [...path, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([name, field]) => pathsIn(field, [...path, name]))
      : []
  return [path, ...inner]
}

/** JSON text with `replacement`, as JSON text, at a place of `value`. */
export function replaced(value: Json, path: Path, replacement: (old: string) => string): string {
  const [step, ...rest] = path
  if (step === undefined) return replacement(JSON.stringify(value))
  if (isArray(value)) {
    return `[${value.map((old, index) => within(old, index === step, rest, replacement)).join(',')}]`
  }
  if (!isObject(value)) throw new Error('there is no such place')
  const fields = Object.entries(value).map(
    ([name, old]) => `${JSON.stringify(name)}:${within(old, name === step, rest, replacement)}`,
  )
  return `{${fields.join(',')}}`
}

function within(
  old: Json,
  isThere: boolean,
  rest: Path,
  replacement: (old: string) => string,
): string {
  return isThere ? replaced(old, rest, replacement) : JSON.stringify(old)
}

/** What stands for nothing to a typed view: another kind than any field is documented with. */
export const OTHER_KIND: readonly ((old: string) => string)[] = [
  (old) => (old.startsWith('[') ? `{"0":${old}}` : `[${old}]`),
  (old) => (old.startsWith('{') ? `[${old}]` : `{"0":${old}}`),
  (old) => (/^[tf]/.test(old) ? '"true"' : 'true'),
  () => '1e131000',
  () => '-9999999999999999999999.5',
  () => '0.00000000000000000000000001',
]

/** What may stand for something: texts that look like dates, numbers, times and keys. */
export const odd = fc.oneof(
  fc.constantFrom(
    '"2024-02-30"',
    '"2023-02-29"',
    '"0000-01-01"',
    '"2024-13-01"',
    '"٢٠٢٤-٠٢-٠١"',
    '"2024-01-01T24:00:00Z"',
    '"2024-01-01T23:59:60Z"',
    '"2024-02-30T10:00:00Z"',
    '"2024-01-01T10:00:00"',
    '"2024-01-01T23:59:59.999999999Z"',
    '"2024-01-01T00:00:00+23:59"',
    '"2024-01-01T00:00:00.+01:00"',
    '"infinity"',
    '"NaN"',
    '""',
    '9007199254740993',
    '1e-16383',
    '1e131071',
    '-0',
    'null',
    '[[[[[[]]]]]]',
    '{"":{"":{}}}',
  ),
  fc
    .jsonValue({ maxDepth: 3, noUnicodeString: false })
    .map((value) => JSON.stringify(value).replaceAll('\\u0000', '')),
)

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !isArray(value)
}
