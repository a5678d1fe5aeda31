import { runInBatches } from "@pami/backend-kit"
import type { Feeds, Model, StringTensor, Tensor, Tensors } from "@pami/core"
import type { PipelineOptions } from "./options.ts"
import { type OpenedPipeline, type PipelineTensor, type PipelineTokenizer, unsupported } from "./pipeline.ts"
import { sessionModel } from "./session-model.ts"

/**
 * Returns the model of a text that is judged by hypotheses: for each label the logit of its entailment, or, if several labels may be
 * true, how far that is above the logit of its contradiction.
 *
 * @throws PamiError `PIPELINE_UNSUPPORTED` for a pipeline without a tokenizer, and for a model that judges no hypotheses
 */
export async function hypothesesModel(
  { task, model, tokenizer }: OpenedPipeline,
  labels: readonly string[],
  { modelName, hypothesisTemplate = "This example is {}.", multiLabel = false }: PipelineOptions,
): Promise<Model> {
  if (tokenizer === undefined)
    throw unsupported(`a pipeline for ${task} needs a tokenizer: its model has no tokenizer.json`)
  const hypotheses = labels.map((label) => hypothesisTemplate.replace("{}", label))
  const each = multiLabel || labels.length === 1
  const settings = { hypotheses, multiLabel: each }
  const judge = await sessionModel(model, { name: modelName, outputs: ["logits"], settings })
  const { entailment, contradiction } = judgements(model.config.label2id)
  const scoreOf = (logits: ArrayLike<number>) => logits[entailment] - (each ? logits[contradiction] : 0)
  return {
    ...judge,
    inputs: [{ name: "text", dtype: "string", shape: [null] }],
    outputs: [{ name: "logits", dtype: "float32", shape: [null, labels.length] }],
    limits: { preferredBatch: Math.max(1, Math.floor(judge.limits.preferredBatch / labels.length)) },
    async run(feeds: Feeds): Promise<Tensors> {
      const { data: texts } = feeds["text"] as StringTensor
      const rows = texts.flatMap((text) => hypotheses.map((hypothesis) => rowOf(tokenizer, text, hypothesis)))
      const scores = await judgeByLength(judge, rows, scoreOf)
      return { logits: { dtype: "float32", shape: [texts.length, labels.length], data: scores } }
    },
  }
}

// However many labels there are.
const mostRows = 32

type Row = Readonly<Record<string, PipelineTensor>>

/** Returns a text with its hypothesis, as the pipeline makes it. */
function rowOf(tokenizer: PipelineTokenizer, text: string, hypothesis: string): Row {
  return tokenizer(text, { text_pair: hypothesis, padding: true, truncation: true })
}

/** Judges rows of one length in one run: no row is padded, as in the pipeline, which judges one after the other. */
async function judgeByLength(
  model: Model,
  rows: readonly Row[],
  scoreOf: (logits: ArrayLike<number>) => number,
): Promise<Float32Array> {
  const scores = new Float32Array(rows.length)
  const byLength = new Map<number, number[]>()
  for (const [index, { input_ids: ids }] of rows.entries()) {
    const [, length] = ids.dims
    byLength.set(length, [...(byLength.get(length) ?? []), index])
  }
  const { largestBatch = mostRows } = model.limits
  const limits = { ...model.limits, largestBatch: Math.min(largestBatch, mostRows) }
  for (const indices of byLength.values()) {
    const alike = indices.map((index) => rows[index])
    const feeds = model.inputs.map(({ name }) => [name, joined(alike, name)] as const)
    const { logits } = await runInBatches({ ...model, limits }, Object.fromEntries(feeds))
    const classes = logits.shape[1]
    for (const [item, index] of indices.entries()) {
      const own = Array.from(logits.data.subarray(item * classes, (item + 1) * classes), Number)
      scores[index] = scoreOf(own)
    }
  }
  return scores
}

/** Returns the rows of one input, zeros for one that the tokenizer does not make. */
function joined(rows: readonly Row[], name: string): Tensor {
  const length = rows[0]["input_ids"].dims[1]
  const data = new BigInt64Array(rows.length * length)
  for (const [item, row] of rows.entries())
    for (let i = 0; i < length; i++) data[item * length + i] = BigInt(row[name]?.data[i] ?? 0)
  return { dtype: "int64", shape: [rows.length, length], data }
}

/** Returns the numbers of the classes, as the pipeline takes them from the labels of its model. */
function judgements(label2id: Readonly<Record<string, number>> = {}): {
  readonly entailment: number
  readonly contradiction: number
} {
  const byName = new Map(Object.entries(label2id).map(([label, id]) => [label.toLowerCase(), id]))
  const entailment = byName.get("entailment") ?? 2
  const contradiction = byName.get("contradiction") ?? byName.get("not_entailment") ?? 0
  return { entailment, contradiction }
}
