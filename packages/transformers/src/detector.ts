import type { Model, Tensor, Tensors } from "@pami/core"
import { exp } from "@pami/core/tensor"
import { unsupported } from "./pipeline.ts"

/**
 * Returns a detector whose scores are those of the pipeline's post-processing: the softmax over the classes of each query, without
 * the last, which stands for no object.
 *
 * @throws PamiError `PIPELINE_UNSUPPORTED` for outputs without queries
 */
export function detector(model: Model): Model {
  const [logits, boxes] = ["logits", "pred_boxes"].map((wanted) =>
    model.outputs.find(({ name, shape }) => name === wanted && shape.length === 3),
  )
  if (logits === undefined || boxes === undefined)
    throw unsupported(
      `expected a detector with logits [N, queries, classes] and pred_boxes [N, queries, 4]; its outputs are ${model.outputs.map(({ name }) => name).join(", ")}`,
    )
  const classes = logits.shape[2]
  return {
    ...model,
    outputs: [
      boxes,
      { name: "scores", dtype: "float64", shape: [...logits.shape.slice(0, 2), classes && classes - 1] },
    ],
    settings: { ...model.settings, scores: "softmax without the last class" },
    async run(feeds): Promise<Tensors> {
      const outputs = await model.run(feeds)
      return { pred_boxes: outputs["pred_boxes"], scores: scoresOf(outputs["logits"]) }
    },
  }
}

function scoresOf({ shape: [items, queries, classes], data }: Tensor): Tensor {
  const kept = classes - 1
  const scores = new Float64Array(items * queries * kept)
  for (let row = 0; row < items * queries; row++) {
    const logits = Array.from(data.subarray(row * classes, (row + 1) * classes), Number)
    const highest = Math.max(...logits)
    const terms = logits.map((logit) => exp(logit - highest))
    const sum = terms.reduce((total, term) => total + term, 0)
    for (let k = 0; k < kept; k++) scores[row * kept + k] = terms[k] / sum
  }
  return { dtype: "float64", shape: [items, queries, kept], data: scores }
}
