/** The questions of examples/questions, as psql runs them and as a driver does. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const FOLDER = join(import.meta.dirname, '../../examples/questions')

export type Question = {
  readonly name: string
  /** With $1, $2 for psql's variables. */
  readonly text: string
  /** The names of the variables, in the order of the numbers. */
  readonly variables: readonly string[]
}

export function questions(): readonly Question[] {
  return readdirSync(FOLDER)
    .toSorted()
    .map((file) => question(basename(file, '.sql'), readFileSync(join(FOLDER, file), 'utf8')))
}

function question(name: string, sql: string): Question {
  const variables: string[] = []
  const text = sql.replaceAll(/:'(\w+)'/g, (_, variable: string) => {
    if (!variables.includes(variable)) variables.push(variable)
    return `$${variables.indexOf(variable) + 1}`
  })
  return { name, text, variables }
}
