/** docs/tabeller.md, made from what the database says of itself. */
import { exampleOf } from './examples.ts'
import type { Column, Relation, Routine } from './relations.ts'

const INTRODUCTION = `# Tables and views

Made by \`npm run docs\` from the comments in the database: \`\\d+ skatt.opplysning\` shows the same. A test fails when this page is not what the migrations say.

Read the schema \`skatt\`. \`folger\` is the follower's own and may change in any version.

## What may change

- **Never** within a major version: the name, type or meaning of a table, view, column or function on this page; that \`data\` is the answer as it was served; what \`tilstand\` and \`type\` may be; that the change feed has no gaps and no repeats.
- **In a minor version**: new tables, views, columns at the end, functions, and parameters with a default. Name the columns that you read: a query with \`select *\` may get more of them.
- **By Skatteetaten, at any time**: what is in \`data\`. New fields come unannounced; reach them with the functions below, without a new version of ours. A column of a view is null when its field is no longer served.

## Classes of personal data

| class              | what it is                                                                                       |
| ------------------ | ------------------------------------------------------------------------------------------------ |
| \`identitet\`        | tells who it is: fødselsnummer, D-nummer, organisasjonsnummer, name, account, employer            |
| \`kontakt\`          | tells where: address, municipality, property                                                     |
| \`skatteopplysning\` | about somebody's income, wealth, tax or relations: under skatteforvaltningsloven § 3-1, as all else that follows the person |
| \`teknisk\`          | none by itself: times, numbers in order, states                                                  |
`

/** Notes for our own functions, which nobody calls. */
const INTERNAL = /^For skatt\./

export function tablesPage(relations: readonly Relation[], routines: readonly Routine[]): string {
  const typed = relations.filter(({ name, kind }) => kind === 'view' && name.startsWith('v_'))
  const oppslag = relations.filter(({ kind }) => kind === 'oppslag')
  const others = relations.filter((one) => !typed.includes(one) && !oppslag.includes(one))
  const offered = routines.filter(({ meaning }) => !INTERNAL.test(meaning))
  return [
    INTRODUCTION,
    '## Tables and views of ours\n',
    ...others.map(section),
    '## One table per oppslagstjeneste\n',
    'Each has the columns of `skatt.opplysning`.\n',
    ...oppslag.map(({ name }) => `- \`skatt.${name}\``),
    `\n${sql(oppslag[0] ? exampleOf(oppslag[0]) : '')}`,
    '## Typed views\n',
    'Rows are read with the rights of whoever asks. A row that is deleted, shielded or without data stays as one row without values.\n',
    ...typed.map(section),
    '## Functions\n',
    ...offered.map(routine),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

function section(relation: Relation): string {
  const { name, meaning, columns } = relation
  return `### skatt.${name}

${escaped(meaning)}

| column | type | personal data | meaning |
| --- | --- | --- | --- |
${columns.map(row).join('\n')}

${sql(exampleOf(relation))}`
}

function row({ name, type, personalData, meaning }: Column): string {
  return `| \`${name}\` | ${type} | ${personalData ?? ''} | ${escaped(meaning)} |`
}

function routine({ signature, result, meaning }: Routine): string {
  return `- \`skatt.${signature}\` → \`${result}\`<br>${escaped(meaning)}`
}

function sql(query: string): string {
  return `\`\`\`sql\n${query};\n\`\`\`\n`
}

/** A path such as grunnlag[].beloep or <type>[].beloep is text, not Markdown. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}
