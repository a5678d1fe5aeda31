import { probabilityScale, type Target } from "@pami/core"
import { targetsError } from "../error-code.ts"
import { note } from "../finding-code.ts"
import { bindScores } from "../outputs/bind-scores.ts"
import { chooseOutput } from "../outputs/choose-output.ts"
import { gridOf } from "../outputs/grid-of.ts"
import { cocoKeypoints } from "./coco.ts"
import { type KeypointsFit, keypointsFormat } from "./keypoints-format.ts"
import { openCoordinates, openMaps } from "./open-keypoints.ts"

/** Options of {@link keypoints}. */
export interface KeypointsOptions {
  /** Name of the output. Default: the only one that fits. */
  readonly output?: string
  /** `maps`, or the order of coordinates. Default: recognized, see {@link keypointsFormat}. */
  readonly layout?: KeypointsFit["layout"]
  /** Names of the keypoints, in order. Default: COCO's for 17 keypoints. */
  readonly labels?: readonly string[]
  /** Numbers of the keypoints to explain. Default: those that reach the least confidence. */
  readonly points?: readonly number[]
  /** Lowest confidence of a target, 0 to 1. If none reaches it, the strongest is taken. Default 0.3. */
  readonly least?: number
  /** Standard deviation of the closeness, as a share of the longer side of the input. Default 0.05. */
  readonly width?: number
  /** Unit of coordinates: cells of the input's grid, or shares of it. Default: decided. */
  readonly unit?: "pixels" | "shares"
  /** Function from maps to confidences. Default: decided. */
  readonly activation?: "sigmoid" | "none"
}

/**
 * Returns the target of a model of keypoints: for each, its confidence times its closeness to its place in the prediction,
 * 0 to 1. The closeness is a Gaussian of the distance, `exp(-d^2 / (2 s^2))` with s of 5 % of the input's longer side: a shift
 * of that much keeps 61 %, one of twice as much 14 %. Of maps, the score is the highest product over all places. Each keypoint is a
 * target of the one sweep, with a small box at its place.
 *
 * @throws PamiError when bound: `TARGET_OUT_OF_RANGE`, `OUTPUT_NOT_FOUND`, `OUTPUT_UNSUITABLE`, `OUTPUT_NOT_CHOSEN`, `OUTPUT_NOT_FINITE`
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const target = keypoints({ output: "points", labels: ["corner", "centre"] })
 * const { targets } = await explain({ model: detector, input, target })
 * console.log(targets.map(({ label, score }) => `${label} ${score.toFixed(1)}`).join(", ")) // corner 0.9, centre 0.8
 */
export function keypoints(options: KeypointsOptions = {}): Target {
  const { layout, least = 0.3, width = 0.05, unit, activation } = options
  if (!(width > 0)) throw new RangeError(`width must be above 0, got ${width}`)
  const settings = { points: options.points ?? null, least, width }
  return {
    name: "keypoints",
    settings: { ...settings, output: options.output ?? null, layout: layout ?? "auto" },
    bind({ original, baseline, input }) {
      const grid = gridOf(input, "keypoints")
      const longer = Math.max(...grid)
      const fit = chooseOutput(original, {
        asked: options.output,
        fits: (outputs) =>
          keypointsFormat(outputs, { grid }).flatMap((one): KeypointsFit[] => {
            if (layout === undefined || layout === one.layout) return [one]
            return layout === "maps" || one.layout === "maps" ? [] : [{ ...one, layout }]
          }),
        takes: "coordinates [N, keypoints, 3] or [N, 1, keypoints, 3], or maps [N, keypoints, h, w]",
      })
      const sigma = width * longer
      const opened =
        fit.layout === "maps"
          ? openMaps(original, fit, { grid, sigma, activation })
          : openCoordinates(original, fit, { grid, sigma, unit })
      const { points } = opened
      const labels = options.labels ?? (points.length === cocoKeypoints.length ? cocoKeypoints : [])
      const infos = points.map(({ x, y }, id) => ({
        id,
        label: labels[id] ?? `keypoint ${id}`,
        box: { x: x - sigma / 2, y: y - sigma / 2, width: sigma, height: sigma },
      }))
      const strongest = points.reduce(
        (best, { confidence }, k) => (confidence > points[best].confidence ? k : best),
        0,
      )
      const asked = options.points ?? infos.map(({ id }) => id).filter((id) => points[id].confidence >= least)
      const kept = (asked.length > 0 ? asked : [strongest]).map((id) => expectKeypoint(infos, id))
      return bindScores(
        { original, baseline },
        {
          targets: kept,
          scale: probabilityScale,
          preferred: kept.reduce(
            (best, { id }, k) => (points[id].confidence > points[kept[best].id].confidence ? k : best),
            0,
          ),
          prediction: infos.map((info) => ({ ...info, score: points[info.id].confidence })),
          settings: { ...settings, output: fit.output, layout: fit.layout, ...opened.settings },
          findings: [
            note(
              "OUTPUT_READ",
              `${fit.why}, read as ${fit.layout === "maps" ? "maps" : `coordinates in the order ${fit.layout}`}, ${Object.entries(
                opened.settings,
              )
                .map(([name, value]) => `${name} ${value}`)
                .join(", ")}`,
              "if that is wrong, set the output, layout, unit or activation",
            ),
          ],
          open(outputs, count) {
            const scoreOf = opened.open(outputs, count)
            return (item, scores) => {
              for (const [k, { id }] of kept.entries()) scores[k] = scoreOf(item, id)
            }
          },
        },
      )
    },
  }
}

function expectKeypoint<T>(infos: readonly T[], id: number): T {
  const info = infos[id]
  if (info !== undefined) return info
  throw targetsError(
    "TARGET_OUT_OF_RANGE",
    `keypoint ${id} does not exist: the model has ${infos.length}, numbered from 0`,
  )
}
