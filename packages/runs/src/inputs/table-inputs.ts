import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import { formatOf, readTable } from "@pami/recipe"
import { unreadable } from "../run-error.ts"
import type { ListedInputs } from "./input-list.ts"

/**
 * Returns the rows of a table, CSV, JSON or an array, each an input: `row 0`, `row 1`. A row is explained before the background
 * of the whole table, so that a change of the table changes the digests of all.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, and the errors of a table
 *
 * @example
 * const rows = await tableInputs(`${folder}/loans.csv`)
 * console.log([...rows.ids()].join()) // row 0,row 1
 */
export async function tableInputs(file: string): Promise<ListedInputs> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, error)
  })
  const name = basename(file)
  const { rows } = readTable({ bytes, name, format: formatOf(bytes, name) })
  const whole = createHash("sha256").update(bytes).digest("hex")
  return {
    name,
    *ids() {
      for (const row of rows.keys()) yield `row ${row}`
    },
    async *inputs(ids) {
      for (const id of ids) {
        const row = Number(id.slice("row ".length))
        const digest = createHash("sha256").update(`${whole} ${row}`).digest("hex")
        yield { id, digest: `sha256:${digest}`, options: { row }, open: async () => bytes }
      }
    },
  }
}
