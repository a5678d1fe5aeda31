import { isFloat, listOutputs, named, type Fit, type Outputs } from "../outputs/fit.ts"
import { mapFit, type MapFacts } from "../segmentation/segmentation-format.ts"

/** An output with keypoints. */
export interface KeypointsFit extends Fit {
  /** `maps`, one for each keypoint; or coordinates with a confidence, `yx` or `xy`. */
  readonly layout: "maps" | "yx" | "xy"
  /** Number of keypoints; `null` if the model does not declare it. */
  readonly keypoints: number | null
}

const words = /keypoint|heat|pose|joint|landmark|kpt/i
const usual = [16, 17, 18, 21, 25, 33, 68, 98, 106, 133, 468, 478]

/**
 * Returns the outputs that may be keypoints: coordinates `[N, 1, keypoints, 3]` (y, x, confidence: MoveNet),
 * `[N, keypoints, 3]` (x, y, confidence), the same without confidence, or a map for each keypoint `[N, keypoints, h, w]`,
 * `[N, h, w, keypoints]`. Clear if the name or the number of keypoints says so.
 */
export function keypointsFormat(outputs: Outputs, facts: MapFacts = {}): KeypointsFit[] {
  return listOutputs(outputs).flatMap((output): KeypointsFit[] => {
    const { name, shape } = output
    if (!isFloat(output)) return []
    const isNamed = words.test(name)
    const width = shape.at(-1)
    const points = shape.at(-2) ?? null
    const isList = shape.length === 3 || (shape.length === 4 && shape[1] === 1)
    if (isList && (width === 2 || width === 3) && (points === null || points > 1))
      return [
        {
          output: name,
          why: `${named(output)} has ${width === 3 ? "coordinates and a confidence" : "coordinates"} for each of ${points ?? "several"} keypoints`,
          clear: isNamed || (points !== null && usual.includes(points)),
          layout: shape.length === 4 ? "yx" : "xy",
          keypoints: points,
        },
      ]
    const maps = shape.length === 4 ? mapFit(output, facts) : undefined
    if (maps === undefined || maps.classes === 1) return []
    return [
      {
        output: name,
        why: `${named(output)} has a map for each of ${maps.classes ?? "several"} keypoints`,
        clear: isNamed,
        layout: "maps",
        keypoints: maps.classes,
      },
    ]
  })
}
