import type { Model, Tensor } from "@pami/core"
import { sizeOf } from "@pami/core/tensor"
import { toPixels, toTensor } from "@pami/image"
import { models, type Scene, scene, type SceneOptions } from "@pami/zoo"

const { labels, preprocessing } = models.scenes
const nothing = labels.length - 1
const batch = 8

/** Accuracy of the top class on unseen scenes. */
export interface Accuracy {
  readonly scenes: number
  /** Share of scenes whose top class is the kind of an object in it, or `nothing` for a scene without objects. */
  readonly right: number
  /** The most frequent mistakes, as `"shown > predicted (count)"`. */
  readonly mistakes: readonly string[]
}

/** Runs the model on `count` scenes, with seeds from `firstSeed` on. */
export async function accuracy(
  model: Model,
  firstSeed: number,
  count: number,
  options: SceneOptions,
): Promise<Accuracy> {
  const mistakes = new Map<string, number>()
  let right = 0
  for (let done = 0; done < count; done += batch) {
    const scenes = Array.from({ length: Math.min(batch, count - done) }, (_, slot) =>
      scene(firstSeed + done + slot, { ...options, width: preprocessing.width }),
    )
    const said = likeliest((await model.run({ image: stack(scenes) }))["logits"])
    scenes.forEach(({ objects }, slot) => {
      const shown = objects.length === 0 ? [nothing] : objects.map(({ kind }) => kind)
      if (shown.includes(said[slot])) return void right++
      const mistake = `${shown.map((kind) => labels[kind]).join(" + ")} > ${labels[said[slot]]}`
      mistakes.set(mistake, (mistakes.get(mistake) ?? 0) + 1)
    })
  }
  const commonest = [...mistakes].sort(([, a], [, b]) => b - a).slice(0, 5)
  return {
    scenes: count,
    right: right / count,
    mistakes: commonest.map(([what, times]) => `${what} (${times})`),
  }
}

function stack(scenes: readonly Scene[]): Tensor {
  const tensors = scenes.map(({ width, height, pixels }) =>
    toTensor(toPixels({ width, height, data: pixels }), preprocessing),
  )
  const shape = [scenes.length, 3, preprocessing.height, preprocessing.width]
  const data = new Float32Array(sizeOf(shape))
  tensors.forEach((tensor, slot) => data.set(tensor, slot * tensor.length))
  return { dtype: "float32", shape, data }
}

function likeliest({ data, shape: [items, count] }: Tensor): number[] {
  return Array.from({ length: items }, (_, item) => {
    const row = Array.from(data.subarray(item * count, (item + 1) * count) as Float32Array)
    return row.indexOf(Math.max(...row))
  })
}
