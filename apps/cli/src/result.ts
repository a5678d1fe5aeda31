import { formatScore, positionOf, summarize } from "@pami/core"
import type { Box, Explanation, Finding, Scale, TargetId, TargetInfo, TextPlace } from "@pami/core"
import { imageAxes, nameTargetFully, strongest } from "@pami/explainer"
import type { ExplainedText } from "@pami/explainer"
import { wholeAnswer } from "@pami/generation"
import { shortLabel } from "@pami/image"
import type { Geometry, Labels } from "@pami/image"
import type { Task, UnitAxis } from "@pami/recipe"
import type { FeatureSummary } from "./explain-rows.ts"
import { withHint } from "./hints.ts"
import { oneLine } from "./printable.ts"

/** One target in a result: a class, an object, a character. */
export interface TargetScore {
  /** Number of a class, or a name. */
  readonly id: TargetId
  /** `null` where no labels are known. */
  readonly label: string | null
  /** Of the input itself, as the result's `scale` says. */
  readonly score: number
  /** Place of an object, in pixels of the original image. */
  readonly box?: Box
  /** Place of a word with a tag, or of an answer, in its text. */
  readonly span?: TextPlace
}

/** The values of a map, row-major, and where its units lie. */
export interface Units {
  readonly shape: readonly number[]
  /** One for each axis of the shape: the place of its first unit, and the distance of two. */
  readonly axes: readonly (Omit<UnitAxis, "start" | "step"> & {
    readonly start: number | null
    readonly step: number | null
  })[]
  /** `null` for a unit in no part that was scored. */
  readonly values: readonly (number | null)[]
}

/** A map in short. */
export interface MapSummary extends TargetScore {
  /** Score of the fully masked image. */
  readonly baseline: number
  /** Where the map is highest, in pixels of the original image. */
  readonly peak: Readonly<Record<"x" | "y", number>> | null
  readonly lowest: number | null
  readonly highest: number | null
  readonly mean: number | null
  /** As in the manifest. Of the contrast, with `--versus`. */
  readonly digest: string
}

/** The result for one image, as `--json` prints it. */
export interface Result {
  readonly input: string
  /** The kind of input, and the task that the model was explained for. */
  readonly kind: "image"
  /** `own` for a target of the user's module. */
  readonly task: Task["name"] | "own"
  readonly size: { readonly width: number; readonly height: number }
  /** The unit of the scores: probabilities, or values of the model's own unit. */
  readonly scale: Scale
  /** The five classes of highest score. */
  readonly prediction: readonly TargetScore[]
  /** The classes that were explained. */
  readonly maps: readonly (MapSummary & { readonly units: Units })[]
  /** The class that the first one was contrasted with. */
  readonly versus: TargetScore | null
  readonly passes: number
  readonly complete: boolean
  /** Promised distance of the map from that of the full run, a share of its range; `null` where too little is known. */
  readonly distanceToFull: number | null
  readonly seconds: number
  readonly findings: readonly Finding[]
  /** Where results were written. */
  readonly files: {
    readonly picture?: string
    readonly map?: string
    readonly manifest?: string
    readonly explanation?: string
    readonly evidence?: string
  }
}

/** The result for an input that is not an image, as `--json` prints it. */
export interface DataResult extends Omit<Result, "kind" | "size" | "maps" | "versus"> {
  /** `image` for the words of a caption. */
  readonly kind: "series" | "table" | "volume" | "array" | "text" | "image"
  /** In words. */
  readonly size: string
  readonly maps: readonly DataMap[]
  /** Mean and spread of each column over the rows of a table, with `--row all`. */
  readonly rows?: {
    readonly count: number
    readonly target: { readonly id: TargetId; readonly label: string | null }
    readonly features: readonly FeatureSummary[]
  }
}

/** A map of an input that is not an image. */
export interface DataMap extends Omit<MapSummary, "peak"> {
  /** Place of the highest unit, by axis. */
  readonly peak: Readonly<Record<string, number | string>> | null
  readonly units: {
    readonly shape: readonly number[]
    readonly axes: readonly UnitAxis[]
    readonly values: readonly (number | null)[]
    /** The texts in pieces, each with its place in the text and its importance. Of a text. */
    readonly texts?: readonly ExplainedText[]
    /** Importance of columns and groups of columns, by name. Of a table. */
    readonly features?: readonly {
      readonly name: string
      readonly value: unknown
      readonly importance: number | null
    }[]
  }
}

/** A target and its score as a person reads them: `butterfly 62.1 %`, `output 0 59.2`. */
export function describeScore({ id, label, score }: TargetScore, scale: Scale): string {
  return `${nameTargetFully(id, label, scale)} ${formatScore(score, scale)}`
}

/** The targets of highest score; of an answer that a model wrote, the whole answer. */
export function topOf(
  { prediction }: Pick<Explanation, "prediction">,
  labels: Labels | undefined,
  count = 5,
): TargetScore[] {
  const answer = prediction.find(({ id }) => id === wholeAnswer)
  const top = answer === undefined ? strongest(prediction, count) : [answer]
  return top.map((target) => scoreOf(target, labels))
}

/**
 * Returns a target with its label.
 *
 * @param geometry how the image lies on the model's grid, which takes a box to the image. Default: boxes are left out
 */
export function scoreOf(
  { id, label, score, box, span }: TargetInfo,
  labels: Labels | undefined,
  geometry?: Geometry,
): TargetScore {
  return {
    id,
    label: label ?? ((typeof id === "number" && labels?.[id]) || null),
    score,
    ...(box !== undefined && geometry !== undefined && { box: boxInImage(box, geometry) }),
    ...(span !== undefined && { span }),
  }
}

/** A map in short, with where its peak lies in the image. */
export function summaryOf(
  explanation: Explanation,
  target: TargetId,
  map: Float32Array,
  geometry: Geometry | undefined,
  labels: Labels | undefined,
): MapSummary {
  const { peak, ...values } = summarize(map)
  const position = positionOf(explanation, target)
  return {
    ...scoreOf(explanation.targets[position], labels, geometry),
    baseline: explanation.baseline[position],
    peak: geometry === undefined ? null : place(peak, explanation, geometry),
    ...values,
  }
}

/** The values of a map with the places of its units: the middle of each row and column, in pixels of the original image. */
export function unitsOf(
  map: Float32Array,
  { grids: [{ shape }] }: Pick<Explanation, "grids">,
  geometry: Geometry,
): Units {
  return {
    shape,
    axes: imageAxes(geometry).map(({ start = 0, step = 1, ...axis }) => ({
      ...axis,
      start: rounded(start),
      step: rounded(step),
    })),
    values: Array.from(map, rounded),
  }
}

// Files of maps have all digits.
export function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : null
}

function boxInImage({ x, y, width, height }: Box, { grid, covers }: Geometry): Box {
  const across = covers.width / grid.width
  const down = covers.height / grid.height
  return { x: covers.x + x * across, y: covers.y + y * down, width: width * across, height: height * down }
}

/** The middle of a unit, in pixels of the original image. */
function place(
  unit: number,
  { grids: [grid] }: Explanation,
  { grid: size, covers }: Geometry,
): MapSummary["peak"] {
  if (unit < 0) return null
  const [, columns] = grid.shape
  const x = covers.x + (((unit % columns) + 0.5) * covers.width) / size.width
  const y = covers.y + ((Math.floor(unit / columns) + 0.5) * covers.height) / size.height
  return { x: Math.floor(x), y: Math.floor(y) }
}

/** The result as a person reads it. */
export function describe(result: Result | DataResult, model: string): string {
  const { scale } = result
  const size = typeof result.size === "string" ? result.size : `${result.size.width} x ${result.size.height}`
  const lines: [string, string][] = [
    ["model", model],
    ["prediction", describePrediction(result.prediction, scale)],
    ...result.maps.map((map): [string, string] => ["explained", describeMap(map, scale)]),
    ...("rows" in result && result.rows !== undefined ? rowLines(result.rows) : []),
    ...("versus" in result && result.versus
      ? [["against", describeScore(result.versus, scale)] as [string, string]]
      : []),
    [
      "passes",
      `${result.passes.toLocaleString("en-US")} in ${result.seconds.toFixed(1)} s${result.complete ? "" : " (stopped early; the map is coarser)"}`,
    ],
    ...fileLines(result.files),
  ]
  return describeLines(`${result.input}  ${size}`, lines)
}

// As many as a screen shows beside the rest.
const shownFeatures = 10

function rowLines({ target, features }: NonNullable<DataResult["rows"]>): [string, string][] {
  const name = target.label ?? String(target.id)
  return features
    .slice(0, shownFeatures)
    .map(({ name: feature, mean, deviation }, index): [string, string] => [
      index === 0 ? "columns" : "",
      `${feature}: ${short(mean)} on average for ${name}, deviation ${short(deviation)}`,
    ])
}

/** Returns a heading and lines under it, each with its name. */
export function describeLines(heading: string, lines: readonly [what: string, text: string][]): string {
  return [heading, ...lines.map(([what, text]) => `  ${what.padEnd(11)} ${text}`)]
    .map((line) => `${oneLine(line)}\n`)
    .join("")
}

/** Returns the three classes of highest score, for people. */
export function describePrediction(prediction: readonly TargetScore[], scale: Scale): string {
  return prediction
    .slice(0, 3)
    .map((score) => describeScore(score, scale))
    .join("   ")
}

/** Returns the lines about the files that were written. */
export function fileLines(files: Result["files"]): [what: string, path: string][] {
  return Object.entries(files).map(([what, path]) => [what === "picture" ? "figure" : what, path])
}

/** Returns a map in short, for people. */
export function describeMap(
  { id, label, lowest, highest, peak }: Omit<MapSummary, "peak"> & { peak: DataMap["peak"] },
  scale: Scale,
): string {
  const places = Object.entries(peak ?? {}).map(([axis, place]) => `${axis} ${place}`)
  const where = places.length === 0 ? "" : `, highest at ${places.join(", ")}`
  return `${nameTargetFully(id, label, scale)}: map values ${short(lowest)} to ${short(highest)}${where}`
}

function short(value: number | null): string {
  return value === null ? "unknown" : value.toPrecision(3)
}

/**
 * Findings as a person reads them, on stderr.
 *
 * @param has whether the command has a flag that could be hinted at
 */
export function describeFindings(
  findings: readonly Finding[],
  labels: Labels | undefined,
  has?: (flag: string) => boolean,
): string {
  return findings
    .map(
      ({ code, level, message, fix }) =>
        `  ${level.padEnd(11)} ${oneLine(withLabels(message, labels))}\n              ${oneLine(withHint(code, fix, has))}\n`,
    )
    .join("")
}

/** Findings speak of class numbers; a person knows the label. */
function withLabels(message: string, labels: Labels | undefined): string {
  return message.replace(/\b(?:class|output) (\d+)\b/g, (text, index: string) => {
    const label = labels?.[Number(index)]
    return label ? `"${shortLabel(label)}"` : text
  })
}
