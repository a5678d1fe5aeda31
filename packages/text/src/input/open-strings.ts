import { PamiError } from "@pami/core"
import type { BatchWriter, Feeds, Part, TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import type { TextErrorCode } from "../codes.ts"
import type { MaskedText } from "./masked-text.ts"
import { shownUnits } from "./shown-units.ts"
import type { UnitRange } from "./shown-units.ts"

/** Texts for a model that takes strings. */
export interface StringRows {
  readonly tensors: readonly StringFeed[]
  readonly texts: readonly (UnitRange & { readonly masked: Pick<MaskedText, "whole"> })[]
  readonly units: number
}

/** An input of a model that takes strings. */
export interface StringFeed {
  readonly name: string
  /** Shape of one item, without the batch axis. */
  readonly shape: readonly number[]
  /** The texts that it takes, by number. */
  readonly texts: readonly number[]
}

/**
 * Returns the inputs of a model that takes strings: one input for each text, matched by name or in order, or one for all.
 *
 * @throws PamiError `TOKENIZER_MISMATCH` for inputs that do not take so many texts
 */
export function stringFeeds(
  declared: readonly TensorInfo[],
  names: readonly string[],
): readonly StringFeed[] {
  const mismatch = () =>
    new PamiError<TextErrorCode>(
      "TOKENIZER_MISMATCH",
      `the model takes ${declared.map(({ name, shape }) => `${name} ${formatShape(shape)}`).join(", ")} of strings, not ${names.length === 1 ? "one text" : `${names.length} texts`}: give as many texts as it takes`,
    )
  if (declared.length === 1) {
    const [{ name, shape }] = declared
    const sides = shape.length === 0 ? (names.length === 1 ? [] : [null]) : shape.slice(1)
    const room = sides.reduce<number>((product, side) => product * (side ?? names.length), 1)
    if (room !== names.length || sides.filter((side) => side === null).length > 1) throw mismatch()
    return [{ name, shape: sides.map((side) => side ?? names.length), texts: names.map((_, text) => text) }]
  }
  if (declared.length !== names.length) throw mismatch()
  const isNamed = declared.every(({ name }) => names.includes(name))
  return declared.map(({ name, shape }, index) => {
    if (shape.slice(1).some((side) => side !== 1 && side !== null)) throw mismatch()
    return { name, shape: shape.slice(1).map(() => 1), texts: [isNamed ? names.indexOf(name) : index] }
  })
}

/** Returns the writer of batches for a model that takes strings. */
export function openStrings({ tensors, texts, units }: StringRows, slots: number): BatchWriter<Feeds> {
  const kept = new Uint8Array(units)
  const data = tensors.map((tensor) => Array.from({ length: slots * tensor.texts.length }, () => ""))
  const preserve = (slot: number, part: Part, variant = 0) => {
    kept.fill(0)
    for (let i = 0; i < part.length; i += 2) kept.fill(1, part[i], part[i + 1])
    for (const [t, tensor] of tensors.entries())
      for (const [i, text] of tensor.texts.entries())
        data[t][slot * tensor.texts.length + i] = texts[text].masked.whole(
          shownUnits(texts[text], kept, variant),
        )
  }
  for (let slot = 0; slot < slots; slot++) preserve(slot, new Int32Array(0))
  return {
    preserve,
    feeds: (count, first = 0) =>
      Object.fromEntries(
        tensors.map(({ name, shape, texts: { length } }, t) => [
          name,
          {
            dtype: "string" as const,
            shape: [count, ...shape],
            data: data[t].slice(first * length, (first + count) * length),
          },
        ]),
      ),
    close() {},
  }
}
