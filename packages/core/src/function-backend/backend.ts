import { checkFeeds } from "../backend/check-feeds.ts"
import { readSource } from "../backend/read-source.ts"
import type { Backend, Model, ModelSource } from "../contracts/backend.ts"
import { contractVersion } from "../contracts/backend.ts"
import { PamiError } from "../error.ts"
import { sha256 } from "../numbers/sha256.ts"
import { formatShape } from "../tensor.ts"
import type { DType, Feeds, StringTensor, Tensor, TensorInfo, Tensors } from "../tensor.ts"
import { joinAnswers, readAnswer } from "./answer.ts"
import type { Answer, OutputInfo } from "./answer.ts"
import { caller, checkRules } from "./calls.ts"
import type { CallRules } from "./calls.ts"
import { platform, within } from "./platform.ts"
import type { CallSignal, Stop, StopSignal } from "./platform.ts"

export type { Answer } from "./answer.ts"

/** The items of one call, by the names of the inputs: `{ text: { dtype: "string", shape: [8], data } }`. */
export type Batch<Inputs extends readonly TensorInfo[]> = {
  readonly [Info in Inputs[number] as Info["name"]]: Info["dtype"] extends DType
    ? Tensor & { readonly data: Stored[Info["dtype"]] }
    : Info["dtype"] extends "string"
      ? StringTensor
      : Tensor | StringTensor
}

interface Stored {
  float32: Float32Array
  float16: Uint16Array
  float64: Float64Array
  uint8: Uint8Array
  int8: Int8Array
  int32: Int32Array
  int64: BigInt64Array
  bool: Uint8Array
}

/**
 * A function of a batch. It may be called again for the same items, and must then give the same.
 *
 * @param batch copies, the function's own to keep and to change
 * @param call `signal` aborts when the call has come too late, when another of the same run has failed, and when the
 *   model is disposed of: hand it on to `fetch`
 * @returns a row of scores for each item, in order, `[items][classes]`; or, always where several outputs are declared,
 *   tensors by the names of the outputs, `[items, ...]`. Copied.
 */
export type BatchFunction<Inputs extends readonly TensorInfo[]> = (
  batch: Batch<Inputs>,
  call: { readonly signal: CallSignal },
) => Answer | Promise<Answer>

/** Options of {@link functionBackend}. */
export interface FunctionBackendOptions<Inputs extends readonly TensorInfo[]> extends CallRules {
  /** Name of the backend, for explanations and manifests. Default `"function"`. */
  readonly name?: string
  /** What the function takes; axis 0 is the batch and `null`. Texts, one an item, are `{ dtype: "string", shape: [null] }`. */
  readonly inputs: Inputs
  /** What it gives; axis 0 is the batch and `null`. Default: `scores`, float32 `[batch, classes]`. */
  readonly outputs?: readonly OutputInfo[]
}

/**
 * Any function of a batch as a model: a service on the network, another runtime, a few lines. Batches are of tensors
 * or of texts. A run's batch is cut into calls; calls follow the rules given in `options`, which hold for each loaded
 * model, and rows keep their order. Needs `AbortController`, `setTimeout` and `TextEncoder` of the platform.
 *
 * `load(source)` reads nothing: `source` says which model the function stands for, and only its digest is kept. A text
 * names it, with its version (`"sentiment service, 2026-05"`); bytes are those of its weights, or any that tell it from
 * others. Models that answer differently need different sources.
 *
 * A run fails with `MODEL_FAILED` when a call has failed as often as it may, or its answer is not what is declared; its
 * other calls are then stopped. Disposing stops the runs in progress with `MODEL_DISPOSED`.
 *
 * @throws RangeError on options out of range; `load` on an empty source
 */
export function functionBackend<const Inputs extends readonly TensorInfo[]>(
  compute: BatchFunction<Inputs>,
  options: FunctionBackendOptions<Inputs>,
): Backend {
  const { name = "function", inputs } = options
  const outputs = options.outputs ?? [{ name: "scores", dtype: "float32", shape: [null, null] }]
  const rules = checkRules(options)
  for (const [what, infos] of Object.entries({ inputs, outputs })) {
    if (infos.length === 0) throw new RangeError(`${what} name at least one tensor; got none`)
    for (const info of infos)
      if (info.shape[0] !== null)
        throw new RangeError(
          `axis 0 of "${info.name}" is the batch and null, as itemsPerCall limits it; got ${info.shape[0]}`,
        )
  }
  return { contract: contractVersion, name, formats: [], load }

  async function load(source: ModelSource): Promise<Model> {
    const digest = await digestOf(source)
    const life = new platform.AbortController()
    const call = caller(rules, life.signal)

    async function run(feeds: Feeds): Promise<Tensors> {
      if (life.signal.aborted) throw life.signal.reason
      const fed = checkFeeds(inputs, feeds)
      const items = expectItems(fed, inputs)
      const callFor = (from: number, run: Stop) => {
        const to = Math.min(items, from + rules.itemsPerCall)
        const what = nameItems(fed, inputs, from, to)
        const ask = async (signal: StopSignal) => {
          const batch = sliceOf(fed, inputs, from, to) as Batch<Inputs>
          // The answer is copied before the next call may start: a function may reuse its arrays.
          return readAnswer(await compute(batch, { signal: signal as CallSignal }), outputs, to - from, what)
        }
        return call(what, ask, run)
      }
      const firsts = Array.from(
        { length: Math.ceil(items / rules.itemsPerCall) },
        (_, k) => k * rules.itemsPerCall,
      )
      const answers = await within(life.signal, (run) =>
        Promise.all(firsts.map((from) => callFor(from, run))),
      )
      return joinAnswers(answers, outputs)
    }

    return {
      contract: contractVersion,
      backend: name,
      inputs,
      outputs,
      limits: { preferredBatch: rules.itemsPerCall * rules.concurrency },
      digest,
      settings: {},
      run,
      async dispose() {
        if (life.signal.aborted) return
        life.abort(new PamiError("MODEL_DISPOSED", `the model of ${name} was disposed of: load it again`))
      },
    }
  }
}

async function digestOf(source: ModelSource): Promise<string> {
  const read = await readSource(source)
  const chunks = typeof read === "string" ? [new platform.TextEncoder().encode(read)] : Object.values(read)
  if (chunks.every(({ length }) => length === 0))
    throw new RangeError(
      'the source says which model this is, with its version: "sentiment service, 2026-05"; it is empty',
    )
  return sha256(chunks)
}

type Fed = readonly (Tensor | StringTensor)[]

/** Items of a batch, on which all inputs must agree. */
function expectItems(fed: Fed, inputs: readonly TensorInfo[]): number {
  const items = fed[0].shape[0]
  if (items >= 1 && fed.every(({ shape }) => shape[0] === items)) return items
  const shapes = fed.map(({ shape }, i) => `${inputs[i].name} ${formatShape(shape)}`).join(", ")
  throw new PamiError(
    "SHAPE_MISMATCH",
    `a run takes at least 1 item, as many of every input; fed were ${shapes}`,
  )
}

/** Copies: what a function does to its batch must reach neither the caller nor the next try. */
function sliceOf(fed: Fed, inputs: readonly TensorInfo[], from: number, to: number): Feeds {
  return Object.fromEntries(
    fed.map(({ dtype, shape: [items, ...item], data }, i) => {
      const size = data.length / items
      return [
        inputs[i].name,
        { dtype, shape: [to - from, ...item], data: data.slice(from * size, to * size) },
      ]
    }),
  ) as Feeds
}

/** A call, as errors name it. */
function nameItems(fed: Fed, inputs: readonly TensorInfo[], from: number, to: number): string {
  const shapes = fed.map(({ shape }, i) => `${inputs[i].name} ${formatShape([to - from, ...shape.slice(1)])}`)
  return `items ${from + 1} to ${to} of ${fed[0].shape[0]} (${shapes.join(", ")})`
}
