import type { UnitGrid } from "@pami/core"
import type { ShownText } from "../input/text-input.ts"
import { splitText } from "../units/split-text.ts"
import type { Units } from "../units/split-text.ts"
import type { Span } from "../units/span.ts"

/** A stretch of a text and its importance. */
export interface TextUnit extends Span {
  readonly text: string
  /** Value of the map; absent for white space, and for text that is not explained or that the model did not see. */
  readonly importance?: number
}

/** Texts that are cut into units, as of `textInput`, and the grids of the units. */
export interface ShownTexts {
  readonly texts: readonly ShownText[]
  readonly input: { readonly grids: readonly UnitGrid[] }
}

/**
 * Returns a text in stretches, each unit with its importance. Their texts, joined, are the text to the byte.
 *
 * @param map a value for each unit: of all explained texts, as from `average`, or of this one
 * @param name of the text. Default: the first explained one
 * @throws RangeError for an unknown text, and a map of another length
 *
 * @example
 * const made = textInput({ texts: "A fine film", tensors: [{ name: "text", dtype: "string", shape: [null] }] })
 * const units = unitsOf(made, Float32Array.of(0.25, 0.75, 0.5))
 * console.log(units.map(({ text, importance }) => importance ?? text).join("|")) // 0.25| |0.75| |0.5
 * console.log(units[2].start, units[2].end) // 2 6
 */
export function unitsOf(made: ShownTexts, map: ArrayLike<number>, name?: string): readonly TextUnit[] {
  const { text, units } = textNamed(made, name)
  const values = valuesOf(made, map, name)
  return fill(
    text,
    units.map(({ start, end }, unit) => ({ start, end, importance: values[unit] })),
  )
}

/** Options of {@link mergeUnits}. */
export interface MergeUnitsOptions {
  /** The larger units. Default `sentences`. */
  readonly units?: Units | undefined
  /** Language of the text. Default `"en"`. */
  readonly language?: string | undefined
  /** Name of the text. Default: the first explained one. */
  readonly name?: string | undefined
  /** The value of a larger unit: the `mean`, `sum` or `max` of those that start in it. Default `mean`. */
  readonly by?: "mean" | "sum" | "max" | undefined
}

/**
 * Returns a text in larger units, such as sentences, each with the importance of the words that start in it. Their texts, joined,
 * are the text to the byte.
 *
 * @param map as for `unitsOf`
 * @throws RangeError as `unitsOf` and `splitText`
 *
 * @example
 * const made = textInput({ texts: "Well done. Bad end.", tensors: [{ name: "text", dtype: "string", shape: [null] }] })
 * const sentences = mergeUnits(made, Float32Array.of(0.75, 0.75, 0.75, 0, 0, 0))
 * console.log(sentences.map(({ text, importance }) => importance ?? text).join("|")) // 0.75| |0
 */
export function mergeUnits(
  made: ShownTexts,
  map: ArrayLike<number>,
  { units = "sentences", language, name, by = "mean" }: MergeUnitsOptions = {},
): readonly TextUnit[] {
  const { text, units: own } = textNamed(made, name)
  const values = valuesOf(made, map, name)
  let next = 0
  return fill(
    text,
    splitText(text, { units, language }).map(({ start, end }) => {
      const inside: number[] = []
      for (; next < own.length && own[next].start < end; next++)
        if (own[next].start >= start && !Number.isNaN(values[next])) inside.push(values[next])
      return { start, end, importance: summarize(inside, by) }
    }),
  )
}

function summarize(values: readonly number[], by: "mean" | "sum" | "max"): number | undefined {
  if (values.length === 0) return undefined
  if (by === "max") return values.reduce((most, value) => Math.max(most, value))
  const sum = values.reduce((all, value) => all + value, 0)
  return by === "sum" ? sum : sum / values.length
}

function textNamed({ texts }: ShownTexts, name: string | undefined): ShownText {
  const found = texts.find((text) => text.grid !== undefined && (name === undefined || text.name === name))
  if (found) return found
  throw new RangeError(
    `no explained text is named "${name}"; there are ${texts.flatMap(({ grid }) => grid ?? []).join(", ")}`,
  )
}

function valuesOf(made: ShownTexts, map: ArrayLike<number>, name: string | undefined): readonly number[] {
  const { grid, units } = textNamed(made, name)
  const { start } = made.input.grids.find((one) => one.name === grid)!
  const total = made.input.grids.reduce((sum, { shape: [count] }) => sum + count, 0)
  if (map.length !== total && map.length !== units.length)
    throw new RangeError(`a map has ${total} values, one for each unit; got ${map.length}`)
  const from = map.length === total ? start : 0
  return Array.from(units, (_, unit) => map[from + unit])
}

/** Returns units with what lies between them. */
function fill(
  text: string,
  units: readonly (Span & { readonly importance: number | undefined })[],
): readonly TextUnit[] {
  const entries: TextUnit[] = []
  let before = 0
  const add = (start: number, end: number, importance?: number) => {
    if (end > start)
      entries.push({
        start,
        end,
        text: text.slice(start, end),
        ...(importance !== undefined && { importance }),
      })
  }
  for (const { start, end, importance } of units) {
    add(before, start)
    add(start, end, importance)
    before = end
  }
  add(before, text.length)
  return entries
}
