import { contractVersion, PamiError } from "@pami/core"
import { formatShape, sha256 } from "@pami/core/tensor"
import type {
  Backend,
  DType,
  Feeds,
  Model,
  ModelSource,
  StringTensor,
  Tensor,
  TensorInfo,
  Tensors,
} from "@pami/core"
import type { PlatformSignal } from "@pami/core/tensor"
import { checkFeeds } from "../check-feeds.ts"
import { readSource } from "../files/read-source.ts"
import { type Answer, joinAnswers, type OutputInfo, readAnswer } from "./answer.ts"
import { createCaller } from "./calls.ts"
import { type CallRules, checkRules } from "./rules.ts"

/** The items of one call, by the name of the input: `{ text: { dtype: "string", shape: [8], data } }`. */
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
 * A function of a batch. It may be called again for the same items, and must return the same for them.
 *
 * @param batch a copy, which the function may change and keep
 * @param call `signal` aborts when the call times out, when another call of the same run has failed, and when the model is
 *   disposed of: pass it to `fetch`
 * @returns a row of scores for each item, in order, `[items][classes]`; or tensors `[items, ...]` by the names of the
 *   outputs, which is the only choice for several outputs. The model copies them.
 */
export type BatchFunction<Inputs extends readonly TensorInfo[]> = (
  batch: Batch<Inputs>,
  call: { readonly signal: PlatformSignal },
) => Answer | Promise<Answer>

/** Options of {@link functionBackend}. */
export interface FunctionBackendOptions<Inputs extends readonly TensorInfo[]> extends CallRules {
  /** Name of the backend, for explanations and manifests. Default `"function"`. */
  readonly name?: string
  /** Inputs of the function; axis 0 is the batch and `null`. One text for each item is `{ dtype: "string", shape: [null] }`. */
  readonly inputs: Inputs
  /** Outputs of the function; axis 0 is the batch and `null`. Default: `scores`, float32 `[batch, classes]`. */
  readonly outputs?: readonly OutputInfo[]
}

/**
 * Creates a backend whose model is a function of a batch of tensors or texts: a service on the network, another runtime, a
 * few lines of code. The batch of a run is cut into calls, which follow the rules in `options`; the rules hold for each
 * loaded model, and rows keep their order.
 *
 * `load(source)` reads nothing: `source` says which model the function stands for, and only its digest is kept. A text
 * names the model with its version (`"sentiment service, 2026-05"`); bytes are those of its weights. Models that answer
 * differently need different sources.
 *
 * A run fails with `MODEL_FAILED` when a call and its retries have failed, or when an answer is not what the outputs
 * declare; the other calls of the run are then stopped. `dispose` stops runs in progress with `MODEL_DISPOSED`.
 *
 * @throws RangeError on options out of range; `load` rejects with one on an empty source
 * @example
 * ```ts
 * const backend = functionBackend(
 *   async ({ text }, { signal }) => {
 *     const response = await fetch("https://example.org/classify", {
 *       method: "POST",
 *       body: JSON.stringify(text.data),
 *       signal,
 *     })
 *     return (await response.json()) as number[][]
 *   },
 *   { inputs: [{ name: "text", dtype: "string", shape: [null] }], concurrency: 4, retries: 3 },
 * )
 * const model = await backend.load("sentiment service, 2026-05")
 * ```
 */
export function functionBackend<const Inputs extends readonly TensorInfo[]>(
  compute: BatchFunction<Inputs>,
  options: FunctionBackendOptions<Inputs>,
): Backend {
  const { name = "function", inputs } = options
  const outputs = options.outputs ?? [{ name: "scores", dtype: "float32", shape: [null, null] }]
  const rules = checkRules(options)
  for (const [kind, infos] of Object.entries({ inputs, outputs })) {
    if (infos.length === 0) throw new RangeError(`${kind} must name at least one tensor, got none`)
    for (const info of infos)
      if (info.shape[0] !== null)
        throw new RangeError(
          `axis 0 of "${info.name}" must be null, as it is the batch, which itemsPerCall limits; got ${info.shape[0]}`,
        )
  }
  return { contract: contractVersion, name, formats: [], load }

  async function load(source: ModelSource): Promise<Model> {
    const digest = await digestOfSource(source)
    const life = new AbortController()
    const call = createCaller(rules)

    async function run(feeds: Feeds): Promise<Tensors> {
      life.signal.throwIfAborted()
      const fed = checkFeeds(inputs, feeds)
      const items = expectItems(fed, inputs)
      const stop = new AbortController()
      const signal = AbortSignal.any([life.signal, stop.signal])

      function callFor(from: number): Promise<Tensor[]> {
        const to = Math.min(items, from + rules.itemsPerCall)
        const name = nameItems(fed, inputs, from, to)
        const ask = async (signal: AbortSignal) => {
          const batch = sliceOf(fed, inputs, from, to) as Batch<Inputs>
          // The answer is copied before the next call may start: a function may reuse its arrays.
          return readAnswer(await compute(batch, { signal }), outputs, to - from, name)
        }
        return call(name, ask, { stop, signal })
      }

      const calls = Math.ceil(items / rules.itemsPerCall)
      const answers = await Promise.all(
        Array.from({ length: calls }, (_, k) => callFor(k * rules.itemsPerCall)),
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
        life.abort(new PamiError("MODEL_DISPOSED", `the model of ${name} was disposed of: load it again`))
      },
    }
  }
}

async function digestOfSource(source: ModelSource): Promise<string> {
  const read = await readSource(source)
  const chunks = typeof read === "string" ? [new TextEncoder().encode(read)] : Object.values(read)
  if (chunks.every(({ length }) => length === 0))
    throw new RangeError(
      'the source must say which model this is, with its version, such as "sentiment service, 2026-05"; it is empty',
    )
  return sha256(chunks)
}

type Fed = readonly (Tensor | StringTensor)[]

/** Returns the number of items, which must be the same in all inputs. */
function expectItems(fed: Fed, inputs: readonly TensorInfo[]): number {
  const items = fed[0].shape[0]
  if (items >= 1 && fed.every(({ shape }) => shape[0] === items)) return items
  const shapes = fed.map(({ shape }, i) => `${inputs[i].name} ${formatShape(shape)}`).join(", ")
  throw new PamiError(
    "SHAPE_MISMATCH",
    `a run takes at least 1 item, and as many of every input, got ${shapes}`,
  )
}

/** Copies items: a function may change its batch, and neither the caller nor the next attempt may see that. */
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

/** Returns the name of a call in errors. */
function nameItems(fed: Fed, inputs: readonly TensorInfo[], from: number, to: number): string {
  const shapes = fed.map(({ shape }, i) => `${inputs[i].name} ${formatShape([to - from, ...shape.slice(1)])}`)
  return `items ${from + 1} to ${to} of ${fed[0].shape[0]} (${shapes.join(", ")})`
}
