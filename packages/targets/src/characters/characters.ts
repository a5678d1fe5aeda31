import { type Finding, probabilityScale, type Target, type Tensors } from "@pami/core"
import { decode } from "@pami/core/tensor"
import { targetsError } from "../error-code.ts"
import { note } from "../finding-code.ts"
import { type Column, insideUnit, probabilityAt } from "../outputs/activation.ts"
import { bindScores } from "../outputs/bind-scores.ts"
import { chooseOutput, finiteNumbers } from "../outputs/choose-output.ts"
import { assignClasses, type Blank, charactersOf } from "./alphabet.ts"
import { type CharactersFit, charactersFormat, type CharactersLayout } from "./characters-format.ts"
import { decodeGreedily, windowsOf } from "./greedy.ts"

/** Options of {@link characters}. */
export interface CharactersOptions {
  /**
   * Characters of the classes in order, without the blank: a text, or a list. A model with one class more gets a space behind
   * the last, as in PaddleOCR.
   */
  readonly alphabet: string | readonly string[]
  /** The class of no character. Default `first`. */
  readonly blank?: Blank
  /** Name of the output. Default: the only one that fits. */
  readonly output?: string
  /** Order of the axes. Default: recognized, see {@link charactersFormat}. */
  readonly layout?: CharactersLayout
  /** Function from outputs to probabilities. Default: decided. */
  readonly activation?: "softmax" | "none"
  /** Time steps beside those of a character in which it still counts. Default 2. */
  readonly reach?: number
}

/** Id of the target that stands for the whole text. */
export const wholeText = "text"

/**
 * Returns the target of a model that reads text by CTC: each character of the text that it reads, decoded greedily, and the
 * whole text, all from one sweep. The score of a character is its highest probability within its own time steps and two on
 * both sides, 0 to 1: a shift by a step costs nothing. The score of the text, which is preferred, is the mean of those of its
 * characters: the probability of the whole path would be near 0 for every part that misses one of them.
 *
 * Characters are numbered from 0; their labels count from 1: "o (2)".
 *
 * @throws PamiError when bound: `NOTHING_DETECTED` if the model reads no text, `ALPHABET_UNSUITABLE`, `OUTPUT_NOT_FOUND`,
 *   `OUTPUT_UNSUITABLE`, `OUTPUT_NOT_CHOSEN`, `OUTPUT_NOT_FINITE`
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const target = characters({ alphabet: "abc", blank: "first", output: "steps" })
 * const { targets } = await explain({ model: detector, input, target })
 * console.log(targets.map(({ label }) => label).join(", ")) // cab, c (1), a (2), b (3)
 */
export function characters(options: CharactersOptions): Target {
  const { blank = "first", activation: asked, reach = 2 } = options
  const given = charactersOf(options.alphabet)
  if (!(Number.isInteger(reach) && reach >= 0))
    throw new RangeError(`reach must be a whole number from 0, got ${reach}`)
  const settings = { blank, reach }
  return {
    name: "characters",
    settings: { ...settings, output: options.output ?? null, layout: options.layout ?? "auto" },
    bind({ original, baseline, model }) {
      const fit = chooseOutput(original, {
        asked: options.output,
        fits: (outputs) => charactersFormat(outputs, { characters: given.length, layout: options.layout }),
        takes: `classes at each time step [N, T, classes] with ${given.length + 1} classes, those of the alphabet and a blank`,
      })
      const { output } = fit
      const [classes, steps] = [fit.classes!, fit.steps!]
      const alphabet = assignClasses(given, blank, classes)
      const data = finiteNumbers(original[output], output, "the input")
      const isProbability = model.activations?.[output] === "softmax" || insideUnit(data)
      const activation = asked ?? (isProbability ? "none" : "softmax")
      const own = openSteps(original, fit, 1)
      const decoded = decodeGreedily(own.column, {
        from: own.at(0),
        step: own.step,
        steps,
        blank: alphabet.blank,
      })
      if (decoded.length === 0)
        throw targetsError(
          "NOTHING_DETECTED",
          `the model reads no text: the blank (class ${alphabet.blank}) wins at each of ${steps} time steps. Check the preprocessing and the blank.`,
          { blank: alphabet.blank, steps },
        )
      const windows = windowsOf(decoded, steps, reach)
      const letters = decoded.map(({ class: cls }) => alphabet.characters[cls]!)
      return bindScores(
        { original, baseline },
        {
          targets: [
            { id: wholeText, label: letters.join("") },
            ...letters.map((letter, id) => ({ id, label: `${letter} (${id + 1})` })),
          ],
          scale: probabilityScale,
          preferred: 0,
          settings: { ...settings, output, layout: fit.layout, activation, text: letters.join("") },
          findings: findingsOf(fit, activation, alphabet.addedSpace),
          open(outputs, count) {
            const { column, at, step } = openSteps(outputs, fit, count)
            return (item, scores) => {
              scores[0] = 0
              for (let k = 0; k < decoded.length; k++) {
                const { start, end } = windows[k]
                let best = 0
                for (let t = start; t < end; t++)
                  best = Math.max(
                    best,
                    probabilityAt(column, at(item) + t * step, decoded[k].class, activation),
                  )
                scores[k + 1] = best
                scores[0] += best / decoded.length
              }
            }
          },
        },
      )
    },
  }
}

function findingsOf({ why, layout }: CharactersFit, activation: string, addedSpace: boolean): Finding[] {
  return [
    note(
      "OUTPUT_READ",
      `${why}, read as ${layout}, activation "${activation}"`,
      "if that is wrong, set the output, the layout or the activation",
    ),
    ...(addedSpace
      ? [
          note(
            "SPACE_ADDED",
            "the model has one class more than the alphabet and the blank: the last is taken for a space",
            "give the whole alphabet",
          ),
        ]
      : []),
  ]
}

/** Returns the classes at the time steps of a batch, and where they start. */
function openSteps(outputs: Tensors, { output, layout, classes, steps }: CharactersFit, count: number) {
  const data = decode(outputs[output])
  const [length, time] = [classes!, steps!]
  const size = length * time
  if (data.length < size * count)
    throw targetsError(
      "OUTPUT_UNSUITABLE",
      `output "${output}" has ${data.length} numbers for ${count} items, not ${size} for each: run one item at a time`,
    )
  const items = data.length / size
  const column: Column = { data, stride: layout === "NCT" ? time : 1, classes: length }
  return {
    column,
    step: layout === "NCT" ? 1 : layout === "TNC" ? items * length : length,
    at: (item: number) => item * (layout === "TNC" ? length : size),
  }
}
