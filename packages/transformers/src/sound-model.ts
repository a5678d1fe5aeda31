import type { Feeds, Model, Tensor, Tensors } from "@pami/core"
import type { ExplainerOptions } from "@pami/explainer"
import { type OpenedPipeline, type PipelineTensor, unsupported } from "./pipeline.ts"
import { sessionModel } from "./session-model.ts"

// As in recipes.
const highestRate = 1_000_000

/**
 * Returns the model of a sound, and the rate of its samples. The pipeline's feature extractor is a part of the model: it is given the
 * masked sound, so that what it computes of the whole, such as a mean, is that of what is shown.
 *
 * @throws PamiError `PIPELINE_UNSUPPORTED` for a pipeline without a feature extractor
 */
export async function soundModel(
  { task, model, processor }: OpenedPipeline,
  modelName: string | undefined,
): Promise<{ readonly model: Model; readonly options: ExplainerOptions }> {
  const rate = processor?.feature_extractor?.config.sampling_rate
  if (processor === undefined || typeof rate !== "number" || !(rate >= 1 && rate <= highestRate))
    throw unsupported(
      `a pipeline for ${task} needs a feature extractor with its sampling_rate, a number from 1 to ${highestRate}: got ${JSON.stringify(rate) ?? "none"} from the preprocessor_config.json of its model`,
    )
  const heard = await sessionModel(model, { name: modelName, settings: { rate } })
  // Of a model that takes samples, their number; spectrograms have another length.
  const declared = heard.inputs.find(({ name, shape }) => name === "input_values" && shape.length === 2)
  return {
    model: {
      ...heard,
      inputs: [{ name: "input_values", dtype: "float32", shape: [null, declared?.shape[1] ?? null] }],
      async run(feeds: Feeds): Promise<Tensors> {
        const { shape, data } = feeds["input_values"] as Tensor & { readonly data: Float32Array }
        const [items, length] = shape
        const made: Readonly<Record<string, PipelineTensor>>[] = []
        for (let item = 0; item < items; item++)
          made.push(await processor(data.slice(item * length, (item + 1) * length)))
        return await heard.run(
          Object.fromEntries(
            heard.inputs.map(({ name }) => [
              name,
              joined(
                made.map((one) => one[name]),
                name,
              ),
            ]),
          ),
        )
      },
    },
    options: { rate },
  }
}

/** Returns tensors of one item each as one batch. */
function joined(items: readonly (PipelineTensor | undefined)[], name: string): Tensor {
  const [first] = items
  if (first === undefined)
    throw unsupported(`the model takes ${name}, which the pipeline's feature extractor does not make`)
  const { type, dims, data } = first
  const size = data.length
  const whole =
    type === "int64" ? new BigInt64Array(items.length * size) : new Float32Array(items.length * size)
  for (const [item, one] of items.entries()) whole.set(one!.data as never, item * size)
  return { dtype: type as "float32", shape: [items.length, ...dims.slice(1)], data: whole }
}
