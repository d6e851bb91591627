import { count } from '../../src/lib/text-table.ts'

/** 3 events, 1 event */
export function counted(value: number | bigint, one: string, many = `${one}s`): string {
  return `${count(value)} ${Number(value) === 1 ? one : many}`
}
