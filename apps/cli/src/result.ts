import { formatScore, positionOf, summarize } from "@pami/core"
import type { Explanation, Finding, Scale } from "@pami/core"
import { nameTargetFully, strongest } from "@pami/explainer"
import { shortLabel } from "@pami/image"
import type { Geometry, Labels } from "@pami/image"
import { withHint } from "./hints.ts"
import { oneLine } from "./printable.ts"

/** One class in a result. */
export interface ClassScore {
  readonly class: number
  /** `null` where no labels are known. */
  readonly label: string | null
  /** Of the image itself, as the result's `scale` says. */
  readonly score: number
}

/** A map in short. */
export interface MapSummary extends ClassScore {
  /** Score of the fully masked image. */
  readonly baseline: number
  /** Where the map is highest, in pixels of the original image. */
  readonly peak: { readonly x: number; readonly y: number } | null
  readonly lowest: number | null
  readonly highest: number | null
  readonly mean: number | null
  /** As in the manifest. Of the contrast, with `--versus`. */
  readonly digest: string
}

/** The result for one image, as `--json` prints it. */
export interface Result {
  readonly input: string
  readonly size: { readonly width: number; readonly height: number }
  /** The unit of the scores: probabilities, or values of the model's own unit. */
  readonly scale: Scale
  /** The five classes of highest score. */
  readonly prediction: readonly ClassScore[]
  /** The classes that were explained. */
  readonly maps: readonly MapSummary[]
  /** The class that the first one was contrasted with. */
  readonly versus: ClassScore | null
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
  }
}

/** A class and its score as a person reads them: `butterfly 62.1 %`, `output 0 59.2`. */
export function describeScore({ class: index, label, score }: ClassScore, scale: Scale): string {
  return `${nameTargetFully(index, label, scale)} ${formatScore(score, scale)}`
}

/** The classes of highest score. */
export function topOf(
  { prediction }: Pick<Explanation, "prediction">,
  labels: Labels | undefined,
  count = 5,
): ClassScore[] {
  return strongest(prediction, count).map(({ id, score }) => scoreOf(id as number, score, labels))
}

export function scoreOf(index: number, score: number, labels: Labels | undefined): ClassScore {
  return { class: index, label: labels?.[index] || null, score }
}

/** A map in short, with where its peak lies in the image. */
export function summaryOf(
  explanation: Explanation,
  target: number,
  map: Float32Array,
  geometry: Geometry | undefined,
  labels: Labels | undefined,
): MapSummary {
  const { peak, ...values } = summarize(map)
  const position = positionOf(explanation, target)
  return {
    ...scoreOf(target, explanation.targets[position].score, labels),
    baseline: explanation.baseline[position],
    peak: geometry === undefined ? null : place(peak, explanation, geometry),
    ...values,
  }
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
export function describe(result: Result, model: string): string {
  const { scale } = result
  const lines: [string, string][] = [
    ["model", model],
    ["prediction", describePrediction(result.prediction, scale)],
    ...result.maps.map((map): [string, string] => ["explained", describeMap(map, scale)]),
    ...(result.versus ? [["against", describeScore(result.versus, scale)] as [string, string]] : []),
    [
      "passes",
      `${result.passes.toLocaleString("en-US")} in ${result.seconds.toFixed(1)} s${result.complete ? "" : " (stopped early; the map is coarser)"}`,
    ],
    ...fileLines(result.files),
  ]
  return describeLines(`${result.input}  ${result.size.width} x ${result.size.height}`, lines)
}

/** Returns a heading and lines under it, each with its name. */
export function describeLines(heading: string, lines: readonly [what: string, text: string][]): string {
  return [heading, ...lines.map(([what, text]) => `  ${what.padEnd(11)} ${text}`)]
    .map((line) => `${oneLine(line)}\n`)
    .join("")
}

/** Returns the three classes of highest score, for people. */
export function describePrediction(prediction: readonly ClassScore[], scale: Scale): string {
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
export function describeMap({ class: id, label, lowest, highest, peak }: MapSummary, scale: Scale): string {
  const where = peak === null ? "" : `, highest at x ${peak.x}, y ${peak.y}`
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
