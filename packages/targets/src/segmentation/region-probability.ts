import { type Box, type Finding, type PamiError, probabilityScale, type Target } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import { targetsError } from "../error-code.ts"
import { note } from "../finding-code.ts"
import type { ScoreActivation } from "../outputs/activation.ts"
import { bindScores } from "../outputs/bind-scores.ts"
import { chooseOutput } from "../outputs/choose-output.ts"
import { gridOf } from "../outputs/grid-of.ts"
import { parseTop, type Top } from "../outputs/top.ts"
import { openClassMaps } from "./class-maps.ts"
import { boundsOf, placesIn, type RegionMask, samplePlaces } from "./region.ts"
import { segmentationFormat } from "./segmentation-format.ts"

/** Options of {@link regionProbability}. */
export interface RegionProbabilityOptions {
  /** Number of the class, or of several, or as many of the largest. Default: all that own a place, the largest first. */
  readonly class?: number | readonly number[] | Top
  /**
   * The region over which the probability is averaged: `own`, where the class wins in the prediction for the input; a box in
   * units of the first grid; or a mask over the input, of any size. Default `own`.
   */
  readonly region?: "own" | Box | RegionMask
  /** Name of the output. Default: the only one that fits. */
  readonly output?: string
  /** Function from outputs to probabilities. Default: decided by the end of the graph and the numbers. */
  readonly activation?: ScoreActivation
  /** Names of the classes, in order. Default: none. */
  readonly labels?: readonly string[]
  /** Number of the class that is preferred only if it is alone. Default: the one labelled so; without labels 0. */
  readonly background?: number | "none"
}

/**
 * Returns the target of a segmentation: the mean probability of a class over a region, 0 to 1. Takes maps of any size
 * relative to the input: `[N, classes, h, w]`, `[N, h, w, classes]`, one map of one class, and whole numbers of classes (an
 * argmax inside the model), whose score is the share of the region that keeps the class. Each class is a target of the one
 * sweep, with the bounds of its region as its box; preferred is the largest that is not the background. Of a region with more
 * than 4,093 places, as many are averaged, evenly spread.
 *
 * @throws PamiError when bound: `REGION_EMPTY`, `TARGET_OUT_OF_RANGE`, `OUTPUT_NOT_FOUND`, `OUTPUT_UNSUITABLE`,
 *   `OUTPUT_NOT_CHOSEN`, `OUTPUT_NOT_FINITE`
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const target = regionProbability({ output: "mask", labels: ["object"] })
 * const { targets } = await explain({ model: detector, input, target })
 * console.log(targets.map(({ label, box }) => `${label} from row ${box?.y}`).join()) // object from row 4
 */
export function regionProbability(options: RegionProbabilityOptions = {}): Target {
  const { region = "own", labels, activation } = options
  const { class: wanted } = options
  const most = typeof wanted === "string" ? parseTop(wanted) : Infinity
  const asked = typeof wanted === "number" ? [wanted] : typeof wanted === "string" ? undefined : wanted
  const settings = { class: wanted ?? null, region: regionSetting(region) }
  return {
    name: "region-probability",
    settings: { ...settings, output: options.output ?? null, activation: activation ?? "auto" },
    bind({ original, baseline, input, model }) {
      const grid = gridOf(input, "regions")
      const fit = chooseOutput(original, {
        asked: options.output,
        fits: (outputs) => segmentationFormat(outputs, { grid }),
        takes: "maps of classes [N, classes, h, w] or [N, h, w, classes], or of class numbers [N, h, w]",
      })
      const maps = openClassMaps({ original, baseline, model }, fit, activation)
      const given = region === "own" ? undefined : placesIn(region, maps, grid)
      if (given?.length === 0)
        throw targetsError(
          "REGION_EMPTY",
          `the region contains no place of the ${maps.height} x ${maps.width} map: it lies outside of the input's ${grid.join(" x ")}, or is too small`,
        )
      const areas = areasOf(maps.owners, given)
      const largest = [...areas.keys()].sort((a, b) => areas.get(b)!.length - areas.get(a)!.length)
      const isSingle = fit.classes === 1 && fit.holds === "scores"
      const background =
        options.background ??
        labels?.findIndex((label) => backgroundWords.test(label)) ??
        (isSingle ? "none" : 0)
      const chosen =
        asked ?? (isSingle && given !== undefined ? [0] : chooseLargest(largest, most, background))
      const regions = chosen.map((cls) => {
        if (fit.holds === "scores" && !(Number.isInteger(cls) && cls >= 0 && cls < fit.classes!))
          throw targetsError(
            "TARGET_OUT_OF_RANGE",
            `class ${cls} does not exist: the model has ${fit.classes}, numbered from 0`,
          )
        return given ?? areas.get(cls)
      })
      if (regions.length === 0 || regions.includes(undefined)) throw emptyRegion(asked, largest)
      const nameOf = (cls: number) =>
        isSingle ? (labels?.at(-1) ?? "foreground") : (labels?.[cls] ?? `class ${cls}`)
      const targets = chosen.map((cls, k) => ({
        id: cls,
        label: nameOf(cls),
        box: boundsOf(regions[k]!, maps, grid),
      }))
      const preferred = Math.max(
        0,
        chosen.findIndex((cls) => cls !== background),
      )
      const isAssumed = options.background === undefined && labels === undefined && asked === undefined
      const sampled = regions.map((places) => samplePlaces(places!))
      return bindScores(
        { original, baseline },
        {
          targets,
          scale: probabilityScale,
          preferred,
          settings: {
            ...settings,
            class: chosen,
            output: fit.output,
            layout: fit.layout,
            activation: maps.activation,
          },
          findings: [
            note(
              "OUTPUT_READ",
              `${fit.why}, read as ${fit.layout}, activation "${maps.activation}"`,
              "if that is wrong, set the output or the activation",
            ),
            ...(isAssumed && largest[0] === background && chosen[preferred] !== background
              ? [backgroundAssumed]
              : []),
          ],
          open(outputs, count) {
            const meanOf = maps.open(outputs, count)
            return (item, scores) => {
              for (let k = 0; k < chosen.length; k++) scores[k] = meanOf(item, sampled[k], chosen[k])
            }
          },
        },
      )
    },
  }
}

const backgroundWords = /^(background|unlabell?ed|void|none|nothing)$/i

const backgroundAssumed: Finding = note(
  "BACKGROUND_ASSUMED",
  "class 0 owns the largest area and is taken for the background: the next class is preferred",
  "name the classes, or the class to explain",
)

/** Returns the largest classes; the background only if it is alone, or all are asked for. */
function chooseLargest(largest: readonly number[], most: number, background: number | "none"): number[] {
  const others = largest.filter((cls) => cls !== background)
  return most === Infinity || others.length === 0 ? [...largest] : others.slice(0, most)
}

function emptyRegion(asked: readonly number[] | undefined, owners: readonly number[]): PamiError {
  const missing = asked?.find((cls) => !owners.includes(cls))
  const does = owners.length > 0 ? `; ${owners.slice(0, 10).join(", ")} do` : ""
  return targetsError(
    "REGION_EMPTY",
    `${missing === undefined ? "no class owns" : `class ${missing} does not own`} a place of the prediction${does}. Give a box or a mask as the region, or check the preprocessing.`,
    { classes: owners },
  )
}

/** Returns the places that each class owns, of all or of those in a region. */
function areasOf(owners: Int32Array, region: Int32Array | undefined): Map<number, Int32Array> {
  const areas = new Map<number, number[]>()
  for (const place of region ?? owners.keys()) {
    const cls = owners[place]
    if (cls < 0) continue
    const area = areas.get(cls)
    if (area === undefined) areas.set(cls, [place])
    else area.push(place)
  }
  return new Map(Array.from(areas, ([cls, places]) => [cls, Int32Array.from(places)]))
}

function regionSetting(region: NonNullable<RegionProbabilityOptions["region"]>) {
  if (region === "own") return region
  if ("data" in region)
    return {
      width: region.width,
      height: region.height,
      digest: sha256([Uint8Array.from(region.data, (value) => Number(value !== 0))]),
    }
  return [region.x, region.y, region.width, region.height]
}
