import { basename, dirname } from "node:path"
import type { DataSet, Entry } from "../data-set.ts"
import { dataSetError, failure } from "../data-set-error.ts"
import { imageItem, textItem } from "../files/image-item.ts"
import { readDataSet } from "../read-data-set.ts"
import { readRows, type Row } from "./read-rows.ts"

/** Options of {@link pairs}: names of the columns. */
export interface PairsOptions {
  /** Column of the id. Default `id`; a file without it numbers its rows: `line 2`. */
  readonly id?: string
  /** Column of the image: a path in the folder of the file. Default `image`; a file without it has texts only. */
  readonly image?: string
  /** Column of the class: a name, or a number from 0. Default `label`. */
  readonly label?: string
}

/**
 * Returns the data set of a table: a CSV file with a header, or a file of JSON lines (`.jsonl`, `.ndjson`), each an object
 * with texts and numbers. Pairs of an image and a text, of two texts, texts with a class. Every column that is not one of the
 * options is in `texts`.
 *
 * @throws PamiError `DATA_SET_INVALID` for a file that is not CSV, `FILE_NOT_FOUND`, `FILE_UNREADABLE`
 *
 * @example
 * const reviews = pairs(`${folder}/reviews.csv`)
 * for await (const entry of reviews.entries())
 *   if (isItem(entry)) console.log(entry.labels[0].name, entry.texts?.["review"])
 */
export function pairs(file: string, options: PairsOptions = {}): DataSet {
  const columns = { id: "id", image: "image", label: "label", ...options }
  const name = basename(file)
  const idOf = ({ cells, line }: Row) => cells.get(columns.id)?.trim() || `line ${line}`
  return readDataSet({
    name,
    window: 1024,
    async *ids() {
      for await (const row of readRows(file)) yield idOf(row)
    },
    async *read(wanted) {
      const seen = new Set<string>()
      for await (const row of readRows(file)) {
        const id = idOf(row)
        if (wanted !== null && !wanted.has(id)) continue
        const place = `${name} line ${row.line}`
        try {
          if (row.defect !== undefined) throw dataSetError("ANNOTATION_INVALID", row.defect, { place })
          if (seen.has(id)) throw dataSetError("ID_REPEATED", `two rows have the id "${id}"`, { place })
          seen.add(id)
          yield await itemOf(dirname(file), id, row.cells, columns, place)
        } catch (error) {
          yield failure(id, error)
        }
      }
    },
  })
}

async function itemOf(
  folder: string,
  id: string,
  cells: ReadonlyMap<string, string>,
  columns: Required<PairsOptions>,
  place: string,
): Promise<Entry> {
  const own: readonly string[] = Object.values(columns)
  const label = cells.get(columns.label)?.trim() ?? ""
  const annotations = {
    id,
    labels:
      label === "" ? [] : [/^\d{1,9}$/.test(label) ? { name: label, index: Number(label) } : { name: label }],
    texts: Object.fromEntries([...cells].filter(([name]) => !own.includes(name))),
  }
  const image = cells.get(columns.image)
  return image === undefined
    ? textItem(annotations)
    : await imageItem(folder, image.trim(), annotations, place)
}
