import { average, classProbability, explain, type Model, peak, slidingWindow } from "@pami/core"
import { blur, pictureInput } from "@pami/image"
import { models, scene } from "@pami/zoo"

const { preprocessing } = models.scenes

/** How well importance maps of scenes with two objects locate the explained object. */
export interface Faithfulness {
  readonly maps: number
  /** Share of maps with their peak on the object. */
  readonly peaks: number
  /** Share of maps whose mean on the object is at least twice their overall mean. */
  readonly focused: number
  /** Ratio of these two means: average over all maps, and the lowest. */
  readonly meanFocus: number
  readonly leastFocus: number
  /** The maps that fail either measure. */
  readonly misses: readonly string[]
}

/**
 * Explains `count` scenes of two objects, with seeds from `firstSeed` on, with a sliding window and a blurred baseline:
 * one map for the class of each object. Scenes that hide more than half of an object are skipped.
 */
export async function faithfulness(model: Model, firstSeed: number, count: number): Promise<Faithfulness> {
  const focuses: number[] = []
  const misses: string[] = []
  let peaks = 0
  for (let seed = firstSeed, explained = 0; explained < count; seed++) {
    const { width, height, pixels, owner, objects } = scene(seed, { objects: 2, width: preprocessing.width })
    if (objects.some(({ visible }) => visible < 0.5)) continue
    explained++
    const picture = { width, height, data: pixels }
    const { input } = await pictureInput({ picture, preprocessing, masking: blur(), tensor: model.inputs[0] })
    const target = classProbability({ activation: "softmax" })
    const explanation = await explain({ model, input, target, partitioner: slidingWindow() })
    objects.forEach(({ kind, name, area }, index) => {
      const map = average(explanation, kind)
      const total = map.reduce((sum, value) => sum + value, 0)
      const inside = map.reduce((sum, value, unit) => (owner[unit] === index + 1 ? sum + value : sum), 0)
      const focus = inside / total / (area / map.length)
      const hit = owner[peak(map)] === index + 1
      focuses.push(focus)
      if (hit) peaks++
      if (!hit || focus < 2)
        misses.push(`seed ${seed}, ${name}: ${hit ? "" : "peak elsewhere, "}${focus.toFixed(1)} x`)
    })
  }
  const maps = focuses.length
  return {
    maps,
    peaks: peaks / maps,
    focused: focuses.filter((focus) => focus >= 2).length / maps,
    meanFocus: focuses.reduce((sum, focus) => sum + focus, 0) / maps,
    leastFocus: Math.min(...focuses),
    misses,
  }
}
