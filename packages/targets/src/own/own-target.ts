import { probabilityScale, type Scale, type Settings, type Target, valueScale } from "@pami/core"
import { targetsError } from "../error-code.ts"
import { bindScores } from "../outputs/bind-scores.ts"
import { type PlainOutputs, plainReader } from "../outputs/plain-outputs.ts"

/**
 * Returns the score of one item, or several scores by name.
 *
 * @param outputs of one item, as numbers
 * @param item its position in the batch
 */
export type ScoreOutputs = (outputs: PlainOutputs, item: number) => number | Readonly<Record<string, number>>

/** Options of {@link ownTarget}. */
export interface OwnTargetOptions {
  /** Name of the question, for the manifest. Default `"own"`. */
  readonly name?: string
  /** Unit of the scores, or the scale. Default `"value"`. */
  readonly scale?: Scale["unit"] | Scale
  /** Options in force, for the manifest: a function cannot be recorded. Default: none. */
  readonly settings?: Settings
}

/**
 * Returns a target of your own: a function from the outputs of one item to a score, or to scores by name, each a target of
 * the one sweep. The preferred target is the one of highest score for the input.
 *
 * @throws PamiError when bound and during the sweep: `OUTPUT_UNSUITABLE` if the function returns anything but numbers, or not
 *   the same names for each item; `OUTPUT_NOT_FINITE`
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const target = ownTarget(({ boxes }) => ({ left: boxes.data[0], right: boxes.data[6] }))
 * const { targets } = await explain({ model: detector, input, target })
 * console.log(targets.map(({ id, score }) => `${id} ${score}`).join(", ")) // left 2, right 10
 */
export function ownTarget(score: ScoreOutputs, options: OwnTargetOptions = {}): Target {
  const { name = "own", scale = "value", settings = {} } = options
  return {
    name,
    settings,
    bind({ original, baseline }) {
      const reader = plainReader()
      const result = score(reader(original, 1)(0), 0)
      const names = typeof result === "number" ? undefined : namesOf(result)
      return bindScores(
        { original, baseline },
        {
          targets: (names ?? [name]).map((id) => ({ id })),
          scale: typeof scale === "string" ? scaleOf(scale) : scale,
          settings,
          findings: [],
          open(outputs, count) {
            const itemOf = reader(outputs, count)
            return (item, scores) => {
              const answer = score(itemOf(item), item)
              const values =
                names === undefined ? [answer] : names.map((id) => (answer as Record<string, number>)?.[id])
              for (const [k, value] of values.entries()) scores[k] = expectNumber(value, names?.[k])
            }
          },
        },
      )
    },
  }
}

function scaleOf(unit: Scale["unit"]): Scale {
  if (unit === "probability") return probabilityScale
  return unit === "similarity" ? { unit, range: [-1, 1] } : unit === "value" ? valueScale : { unit }
}

function namesOf(result: unknown): string[] {
  const names = typeof result === "object" && result !== null ? Object.keys(result) : []
  if (names.length > 0) return names
  throw targetsError(
    "OUTPUT_UNSUITABLE",
    `the function returned ${describe(result)}: expected a number, or numbers by name`,
  )
}

function expectNumber(value: unknown, name: string | undefined): number {
  if (typeof value === "number") return value
  throw targetsError(
    "OUTPUT_UNSUITABLE",
    `the function returned ${describe(value)}${name === undefined ? "" : ` for "${name}"`}: expected a number${name === undefined ? "" : ", the same names for every item"}`,
  )
}

function describe(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}
