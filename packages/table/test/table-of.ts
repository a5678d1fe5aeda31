import { decodeTable } from "../src/index.ts"
import type { DecodeTableOptions, Table } from "../src/index.ts"

/** Returns the table of a text. */
export function tableOf(text: string, options?: DecodeTableOptions): Table {
  return decodeTable(new TextEncoder().encode(text), options)
}
