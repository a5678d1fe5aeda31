import { positionOf, summarize } from "@pami/core"
import type { Explanation, Finding } from "@pami/core"
import type { Geometry, Labels } from "@pami/image"

/** One class in a result. */
export interface ClassScore {
  readonly class: number
  /** `null` where no labels are known. */
  readonly label: string | null
  readonly probability: number
}

/** A map in short. */
export interface MapSummary extends ClassScore {
  /** Probability of the fully masked picture. */
  readonly baseline: number
  /** Where the map is highest, in pixels of the original picture. */
  readonly peak: { readonly x: number; readonly y: number } | null
  readonly lowest: number | null
  readonly highest: number | null
  readonly mean: number | null
  /** As in the manifest. Of the contrast, with `--versus`. */
  readonly digest: string
}

/** What one picture gave, as `--json` prints it. */
export interface Result {
  readonly input: string
  readonly size: { readonly width: number; readonly height: number }
  /** The five classes of highest probability. */
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
  readonly files: { readonly picture?: string; readonly map?: string; readonly manifest?: string }
}

/** What a person calls a class. */
export function nameOf(target: number, labels: Labels | undefined): string {
  return labels?.[target] || `class ${target}`
}

/** The classes of highest probability. */
export function topOf(
  { prediction }: Pick<Explanation, "prediction">,
  labels: Labels | undefined,
  count = 5,
): ClassScore[] {
  return Array.from(prediction.keys())
    .sort((a, b) => prediction[b] - prediction[a])
    .slice(0, count)
    .map((index) => scoreOf(index, prediction[index], labels))
}

export function scoreOf(index: number, probability: number, labels: Labels | undefined): ClassScore {
  return { class: index, label: labels?.[index] || null, probability }
}

/** A map in short, with where its peak lies in the picture. */
export function summaryOf(
  explanation: Explanation,
  target: number,
  map: Float32Array,
  geometry: Geometry,
  labels: Labels | undefined,
): MapSummary {
  const { peak, ...values } = summarize(map)
  const position = positionOf(explanation, target)
  return {
    ...scoreOf(target, explanation.original[position], labels),
    baseline: explanation.baseline[position],
    peak: place(peak, explanation, geometry),
    ...values,
  }
}

/** The middle of a unit, in pixels of the original picture. */
function place(
  unit: number,
  { units: [, columns] }: Explanation,
  { grid, covers }: Geometry,
): MapSummary["peak"] {
  if (unit < 0) return null
  const x = covers.x + (((unit % columns) + 0.5) * covers.width) / grid.width
  const y = covers.y + ((Math.floor(unit / columns) + 0.5) * covers.height) / grid.height
  return { x: Math.floor(x), y: Math.floor(y) }
}

/** The result as a person reads it. */
export function describe(result: Result, model: string): string {
  const percent = (p: number) => `${(100 * p).toFixed(1)} %`
  const name = ({ label, class: index }: ClassScore) => label ?? `class ${index}`
  const lines: [string, string][] = [
    ["model", model],
    [
      "prediction",
      result.prediction
        .slice(0, 3)
        .map((score) => `${name(score)} ${percent(score.probability)}`)
        .join("   "),
    ],
    ...result.maps.map((map): [string, string] => [
      "explained",
      `${name(map)}: part scores average ${short(map.lowest)} to ${short(map.highest)}${map.peak ? `, highest at x ${map.peak.x}, y ${map.peak.y}` : ""}`,
    ]),
    ...(result.versus
      ? [["against", `${name(result.versus)} ${percent(result.versus.probability)}`] as [string, string]]
      : []),
    [
      "passes",
      `${result.passes.toLocaleString("en-US")} in ${result.seconds.toFixed(1)} s${result.complete ? "" : " (stopped early; the map is coarser)"}`,
    ],
    ...Object.entries(result.files).map(([what, path]): [string, string] => [what, path]),
  ]
  const head = `${result.input}  ${result.size.width} x ${result.size.height}`
  return [head, ...lines.map(([what, text]) => `  ${what.padEnd(11)} ${text}`), ""].join("\n")
}

function short(value: number | null): string {
  return value === null ? "unknown" : value.toPrecision(3)
}

/** Findings as a person reads them, on stderr. */
export function describeFindings(findings: readonly Finding[], labels: Labels | undefined): string {
  return findings
    .map(
      ({ level, message, fix }) =>
        `  ${level.padEnd(11)} ${withLabels(message, labels)}\n              ${fix}\n`,
    )
    .join("")
}

/** Findings speak of class numbers; a person knows the label. */
function withLabels(message: string, labels: Labels | undefined): string {
  return message.replace(/\b(?:class|target) (\d+)\b/g, (text, index: string) => {
    const label = labels?.[Number(index)]
    return label ? `"${label}"` : text
  })
}
