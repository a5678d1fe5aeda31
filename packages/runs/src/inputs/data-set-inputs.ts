import { PamiError } from "@pami/core"
import { isItem } from "@pami/datasets"
import type { DataSet, Entry, Item } from "@pami/datasets"
import { runError } from "../run-error.ts"
import type { InputList, RunInput } from "./input-list.ts"

/** Options of {@link dataSetInputs}. */
export interface DataSetInputsOptions {
  /**
   * Columns of a table that are the texts of an input, in order; of an image, the one column that is its question. Default: all
   * texts of an item without an image, and none of an image.
   */
  readonly texts?: readonly string[] | undefined
}

/**
 * Returns the inputs of a data set of `@pami/datasets`: its images, or the texts of its rows. An entry that is an error, such as
 * a corrupt annotation, is an input that cannot be opened.
 *
 * @example
 * import { pairs } from "@pami/datasets"
 *
 * const reviews = dataSetInputs(pairs(`${folder}/reviews.csv`), { texts: ["review"] })
 * for await (const input of reviews.inputs(["line 2"])) console.log(JSON.stringify(await input.open())) // {"review":"A fine film."}
 */
export function dataSetInputs(dataSet: DataSet, { texts }: DataSetInputsOptions = {}): InputList {
  return {
    name: dataSet.name,
    async *ids() {
      const seen = new Set<string>()
      for await (const id of dataSet.ids()) {
        // Two rows of one id are an error of the data set, which its entry says.
        if (!seen.has(id)) yield id
        seen.add(id)
      }
    },
    async *inputs(ids) {
      const wanted = new Set(ids)
      // A data set also yields errors that belong to none of the ids.
      for await (const entry of dataSet.entries(wanted))
        if (wanted.delete(entry.id)) yield inputOf(entry, texts)
    },
  }
}

function inputOf(entry: Entry, names: readonly string[] | undefined): RunInput {
  const { id } = entry
  if (!isItem(entry)) {
    const { code, message } = entry.error
    return refused(id, new PamiError(code, message))
  }
  try {
    const chosen = names === undefined ? undefined : namedTexts(entry, names)
    if (entry.file === undefined) return { id, open: async () => chosen ?? entry.texts ?? {} }
    const [question, ...others] = Object.values(chosen ?? {})
    if (others.length > 0)
      throw runError("INPUT_NOT_FOUND", "an image has one text beside it: name one column")
    return { id, open: () => entry.open(), ...(question === undefined ? {} : { options: { question } }) }
  } catch (error) {
    return refused(id, error)
  }
}

function refused(id: string, error: unknown): RunInput {
  return {
    id,
    open: async () => {
      throw error
    },
  }
}

function namedTexts({ texts = {} }: Item, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map((name) => {
      if (Object.hasOwn(texts, name)) return [name, texts[name]]
      throw runError(
        "INPUT_NOT_FOUND",
        `no column is called "${name}"; the columns are ${Object.keys(texts).join(", ") || "those of ids, images and labels"}`,
      )
    }),
  )
}
