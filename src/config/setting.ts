/**
 * What is said of a setting in one place: its name, what a value must be, its default. The same
 * entry drives reading, the check for unknown names, --print-config and the README's table.
 */
export type Setting = {
  /** As in the environment. `<LISTE>` and `<OPPSLAG>` stand for an id, written as `envPart` says. */
  readonly name: string
  /** What a value must be: the words after "must be". */
  readonly form: string
  /** The text that is read where none is set; null: there is no value then. */
  readonly default: string | null
  /** The least and the greatest of a whole number; null for other forms. */
  readonly bounds: { readonly min: number; readonly max: number } | null
  /** A secret is never quoted in a message and is printed as ***. */
  readonly secret: boolean
  /** Whether NAME__<KONSUMENT> holds for that konsument alone. */
  readonly perKonsument: boolean
  /** latin1 where its file is no text: it comes with a byte in each character. */
  readonly encoding?: 'latin1'
  readonly text: string
}

/** `default` null: none is set, and that means something. */
type Bounds = { readonly min: number; readonly max: number; readonly default: number | null }

export function integerSetting(name: string, bounds: Bounds, text: string): Setting {
  const { min, max } = bounds
  const form = `a whole number from ${min} to ${max}`
  const byDefault = bounds.default === null ? null : String(bounds.default)
  return { ...textSetting(name, form, text, byDefault), bounds: { min, max } }
}

export function textSetting(
  name: string,
  form: string,
  text: string,
  byDefault: string | null = null,
): Setting {
  const isNeither = { secret: false, perKonsument: false }
  return { name, form, default: byDefault, bounds: null, ...isNeither, text }
}

export function secretSetting(name: string, form: string, text: string): Setting {
  return { ...textSetting(name, form, text), secret: true }
}

/** One that can also be given for a konsument alone. */
export function perKonsument(setting: Setting): Setting {
  return { ...setting, perKonsument: true }
}

/** The words for a choice: `run, check or off`. */
export function oneOf(among: readonly string[]): string {
  return `${among.slice(0, -1).join(', ')} or ${among.at(-1)}`
}

/** An id as part of a variable's name: `skattemelding-utkast` is SKATTEMELDING_UTKAST. */
export function envPart(id: string): string {
  return id.toUpperCase().replaceAll('-', '_')
}

/** The variable that is the setting `STARTDATO__<LISTE>` for one id. */
export function nameFor(setting: string, id: string): string {
  return setting.replace(/<[A-Z]+>/, envPart(id))
}
