import { type Target, type TargetInfo, valueScale } from "@pami/core"
import { targetsError } from "../error-code.ts"
import { bindScores } from "../outputs/bind-scores.ts"
import { finiteNumbers, itemStarts } from "../outputs/choose-output.ts"
import { type Fit, isFloat, listOutputs, named, type Outputs } from "../outputs/fit.ts"

/** Options of {@link value}. */
export interface ValueOptions {
  /** Name of the output, or several. Default: all with few numbers. */
  readonly output?: string | readonly string[]
  /** Positions of the numbers of an output to explain. Default: all. */
  readonly index?: number | readonly number[]
  /** Unit of the numbers, such as `"years"`: a setting, for figures and reports. Default: none. */
  readonly unit?: string
  /** Name of the number, or of each, in the order of `index`. Default: the name of the output. */
  readonly label?: string | readonly string[]
}

// More numbers are classes, an embedding or a map.
const mostValues = 64

/**
 * Returns the target of a regression: the numbers of outputs, with sign, in the unit of the model. Several numbers and
 * several outputs are a target each.
 *
 * A number without a natural zero, such as an age, shows its evidence in the difference to the baseline's score: read
 * `average` with the read-out `difference`, and draw it in diverging colours.
 *
 * @throws PamiError when bound: `OUTPUT_NOT_FOUND`, `OUTPUT_UNSUITABLE`, `TARGET_OUT_OF_RANGE`, `OUTPUT_NOT_FINITE`
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const target = value({ output: "size", unit: "pixels" })
 * const { targets } = await explain({ model: detector, input, target })
 * console.log(`${targets[0].label}: ${targets[0].score}`) // size: 32
 */
export function value(options: ValueOptions = {}): Target {
  const { unit, label } = options
  const asked = typeof options.output === "string" ? [options.output] : options.output
  const indices = typeof options.index === "number" ? [options.index] : options.index
  return {
    name: "value",
    settings: { output: asked ?? null, index: indices ?? null, unit: unit ?? null },
    bind({ original, baseline }) {
      const outputs = asked ?? valueFormat(original).map(({ output }) => output)
      const has = Object.keys(original).join(", ")
      if (outputs.length === 0)
        throw targetsError(
          "OUTPUT_UNSUITABLE",
          `expected outputs of 1 to ${mostValues} numbers; the model has ${has}. Name the output and the index.`,
        )
      const picked = outputs.flatMap((output) => {
        if (!Object.hasOwn(original, output))
          throw targetsError(
            "OUTPUT_NOT_FOUND",
            `the model has no output "${output}"; it has ${has}. Name one of them.`,
          )
        const { length } = finiteNumbers(original[output], output, "the input")
        return (indices ?? Array.from({ length }, (_, i) => i)).map((index) => {
          if (!(Number.isInteger(index) && index >= 0 && index < length))
            throw targetsError(
              "TARGET_OUT_OF_RANGE",
              `output "${output}" has ${length} numbers, from 0 to ${length - 1}; there is not one at ${index}`,
              { output, length, index },
            )
          return { output, index, length }
        })
      })
      const labels = typeof label === "string" ? [label] : label
      const targets = picked.map(({ output, index, length }, id): Omit<TargetInfo, "score"> => ({
        id,
        label: labels?.[id] ?? (length === 1 ? output : `${output} [${index}]`),
      }))
      return bindScores(
        { original, baseline },
        {
          targets,
          scale: valueScale,
          preferred: 0,
          settings: { output: outputs, index: picked.map(({ index }) => index), unit: unit ?? null },
          findings: [],
          open(seen, count) {
            const read = picked.map(({ output, index, length }) => {
              const { data, at } = itemStarts(seen, output, length, count)
              return (item: number) => data[at(item) + index]
            })
            return (item, scores) => {
              for (const [k, valueAt] of read.entries()) scores[k] = valueAt(item)
            }
          },
        },
      )
    },
  }
}

/**
 * Returns the outputs that may be values of a regression: a few floating-point numbers. The shapes alone do not tell values
 * from class scores, so that none but a single number is clear.
 */
export function valueFormat(outputs: Outputs): Fit[] {
  return listOutputs(outputs).flatMap((output) => {
    const lengths = output.shape.slice(1).map((length) => length ?? Infinity)
    const numbers = lengths.reduce((product, length) => product * length, 1)
    if (!isFloat(output) || numbers > mostValues || lengths.filter((length) => length > 1).length > 1)
      return []
    return [
      { output: output.name, why: `${named(output)} holds ${numbers} for each item`, clear: numbers === 1 },
    ]
  })
}
