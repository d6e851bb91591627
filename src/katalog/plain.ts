/** Plain JSON values: looking into them and merging them, safe for keys such as `__proto__`. */

export type PlainObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value of an object's own field; a name that is only inherited, such as `toString`, has none. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** Objects are merged field by field; anything else in `override`, null and arrays too, replaces. */
export function merged(base: unknown, override: unknown): unknown {
  if (!isObject(base) || !isObject(override)) return override
  // fromEntries defines own fields, where assigning to `__proto__` would change the prototype.
  return Object.fromEntries([
    ...Object.entries(base),
    ...Object.entries(override).map(([name, value]) => [name, merged(field(base, name), value)]),
  ])
}
