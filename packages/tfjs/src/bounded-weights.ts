import { shortened } from "@pami/backend-kit"
import { PamiError } from "@pami/core"
import { formatShape, sizeOf } from "@pami/core/tensor"
import type * as Layers from "@tensorflow/tfjs-layers"

type AddWeight = (
  this: Layers.layers.Layer,
  name: string,
  shape: readonly number[],
  ...rest: unknown[]
) => { dispose(): void }

/**
 * Loads layers without allocating more weights than the model's files hold. TensorFlow.js allocates weights as large as
 * `model.json` declares before it reads those files, and draws some of their values at random, which takes even longer.
 * If `load` fails, the weights allocated so far are disposed of.
 *
 * @param elements number of elements of all weights in the files
 * @throws PamiError `MODEL_TRUNCATED` when layers need more
 */
export async function withinWeights<Result>(
  { layers }: Pick<typeof Layers, "layers">,
  elements: number,
  file: string,
  load: () => Promise<Result>,
): Promise<Result> {
  // Every class of layers creates its weights with this method.
  const prototype = layers.Layer.prototype as unknown as { addWeight: AddWeight }
  const { addWeight } = prototype
  const made: { dispose(): void }[] = []
  let left = elements
  prototype.addWeight = function (name, shape, ...rest) {
    left -= sizeOf(shape)
    if (!(left >= 0)) {
      const [is, all] = [sizeOf(shape), elements].map((count) => count.toLocaleString("en"))
      const needed = `layer "${shortened(this.name)}" needs ${is} numbers for its ${name}, ${formatShape(shape)}`
      const message = `${file} and its weights do not fit together (${needed}; the files have ${all} in all): export it again`
      throw new PamiError("MODEL_TRUNCATED", message)
    }
    this.setFastWeightInitDuringBuild(true)
    const weight = addWeight.call(this, name, shape, ...rest)
    made.push(weight)
    return weight
  }
  try {
    return await load()
  } catch (error) {
    for (const weight of made) weight.dispose()
    throw error
  } finally {
    prototype.addWeight = addWeight
  }
}
