import { type Box, type Finding, probabilityScale, type Target } from "@pami/core"
import { sha256 } from "@pami/core/tensor"
import { targetsError } from "../error-code.ts"
import { note } from "../finding-code.ts"
import type { ScoreActivation } from "../outputs/activation.ts"
import { bindScores } from "../outputs/bind-scores.ts"
import { chooseOutput } from "../outputs/choose-output.ts"
import { gridOf } from "../outputs/grid-of.ts"
import { openClassMaps } from "./class-maps.ts"
import { boundsOf, placesIn, type RegionMask } from "./region.ts"
import { segmentationFormat } from "./segmentation-format.ts"

/** Options of {@link regionProbability}. */
export interface RegionProbabilityOptions {
  /** Number of the class, or of several. Default: all classes that own a place, the largest area first. */
  readonly class?: number | readonly number[]
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
 * sweep, with the bounds of its region as its box; preferred is the largest that is not the background.
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
  const asked = typeof options.class === "number" ? [options.class] : options.class
  const settings = { class: asked ?? null, region: regionSetting(region) }
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
      const classes =
        asked ?? (fit.classes === 1 && fit.holds === "scores" && given !== undefined ? [0] : largest)
      const regions = classes.map((cls) => {
        if (fit.holds === "scores" && !(Number.isInteger(cls) && cls >= 0 && cls < fit.classes!))
          throw targetsError(
            "TARGET_OUT_OF_RANGE",
            `class ${cls} does not exist: the model has ${fit.classes}, numbered from 0`,
          )
        return given ?? areas.get(cls)
      })
      if (regions.length === 0 || regions.includes(undefined))
        throw targetsError(
          "REGION_EMPTY",
          `${asked === undefined ? "no class owns" : `class ${asked.find((cls) => !areas.has(cls))} does not own`} a place of the prediction${largest.length > 0 ? `; ${largest.slice(0, 10).join(", ")} do` : ""}. Give a box or a mask as the region, or check the preprocessing.`,
          { classes: largest },
        )
      const nameOf = (cls: number) =>
        labels?.[fit.classes === 1 && fit.holds === "scores" ? labels.length - 1 : cls] ??
        (fit.classes === 1 && fit.holds === "scores" ? "foreground" : `class ${cls}`)
      const targets = classes.map((cls, k) => ({
        id: cls,
        label: nameOf(cls),
        box: boundsOf(regions[k]!, maps, grid),
      }))
      const background =
        options.background ??
        labels?.findIndex((label) => backgroundWords.test(label)) ??
        (fit.classes === 1 && fit.holds === "scores" ? "none" : 0)
      const preferred = Math.max(
        0,
        classes.findIndex((cls) => cls !== background),
      )
      return bindScores(
        { original, baseline },
        {
          targets,
          scale: probabilityScale,
          preferred,
          settings: {
            ...settings,
            class: classes,
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
            ...(preferred > 0 && options.background === undefined && labels === undefined
              ? [backgroundAssumed]
              : []),
          ],
          open(outputs, count) {
            const meanOf = maps.open(outputs, count)
            return (item, scores) => {
              for (let k = 0; k < classes.length; k++) scores[k] = meanOf(item, regions[k]!, classes[k])
            }
          },
        },
      )
    },
  }
}

const backgroundWords = /^(background|unlabell?ed|void|none)$/i

const backgroundAssumed: Finding = note(
  "BACKGROUND_ASSUMED",
  "class 0 owns the largest area and is taken for the background: the next class is preferred",
  "name the classes, or the class to explain",
)

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
