import { checkFeeds, digestOf, limitsOf } from "@pami/backend-kit"
import { type Call, type Connection, readJson, send } from "@pami/backend-kit/server"
import {
  contractVersion,
  type Feeds,
  isPamiError,
  type Model,
  PamiError,
  type TensorInfo,
  type Tensors,
} from "@pami/core"
import type { ModelAddress } from "./address.ts"
import type { OpenInferenceErrorCode } from "./codes.ts"
import { findingsOf } from "./findings.ts"
import { type KnownInput, watchHealth } from "./health/health.ts"
import { copyOf, firstItem } from "./health/items.ts"
import { askModel, askServed } from "./metadata/ask-metadata.ts"
import type { ModelMetadata, ServedTensor } from "./metadata/schema.ts"
import { boundAnswer } from "./tensors/bound-answer.ts"
import { datatypes } from "./tensors/datatypes.ts"
import { readDeclared } from "./tensors/declared.ts"
import { decodeAnswer } from "./tensors/decode-answer.ts"
import { encodeRequest } from "./tensors/encode-request.ts"

/** How a model is asked. */
export interface Asking {
  /** Name of the backend. */
  readonly backend: string
  readonly connection: Connection
  readonly call: Call
  /** Most calls at once. */
  readonly concurrency: number
  readonly encoding: "auto" | "binary" | "json"
  /** In the place of what the server declares. */
  readonly inputs: readonly ServedTensor[] | undefined
  readonly outputs: readonly ServedTensor[] | undefined
  readonly known: KnownInput | undefined
  readonly checkEvery: number
  /** Whether a key travels without encryption. */
  readonly sendsKeyOpenly: boolean
}

// Metadata of a model has some kilobytes.
const mostMetadata = 2 ** 20
const fastestBatch = 8

/**
 * Opens a model on a server: asks for its metadata and, if the caller gives one, for the known input.
 *
 * @throws PamiError `FILE_NOT_FOUND`, `MODEL_INVALID`, `MODEL_UNSUPPORTED`, `HEALTH_CHECK_FAILED`, and the errors of a server
 */
export async function openModel(address: ModelAddress, asking: Asking): Promise<Model> {
  const { backend, connection, call, concurrency } = asking
  const life = new AbortController()
  const { signal } = life
  const small: Connection = {
    ...connection,
    maxBytes: mostMetadata,
    advice: { ...connection.advice, smaller: `check that it is the address of ${connection.advice.server}` },
  }
  const get = (url: string) =>
    call(async (signal) => readJson((await send({ method: "GET", url }, small, signal)).bytes, url, small), {
      signal,
    })

  const { metadata, server, maxBatch } = await askServed(address, get)
  const declared = {
    inputs: [...(asking.inputs ?? metadata.inputs)],
    outputs: [...(asking.outputs ?? metadata.outputs)],
  }
  const { inputs, outputs, leftOut, layout } = readDeclared(declared, maxBatch, address.model)
  const isBinary = chooseBinary(asking.encoding, server.extensions, [...inputs, ...outputs], address.model)
  const names = outputs.map(({ name }) => name)
  const largest = maxBatch || Infinity
  let answering: string | undefined

  async function infer(feeds: Feeds): Promise<Tensors> {
    signal.throwIfAborted()
    const fed = checkFeeds(layout.inputs, feeds)
    if (fed.some(({ shape }) => shape[0] < 1))
      throw new PamiError(
        "SHAPE_MISMATCH",
        "a run takes at least 1 item; axis 0 (the batch) of an input is 0",
      )
    const tooMany = fed.findIndex(({ shape }) => shape[0] > largest)
    if (tooMany >= 0)
      throw new PamiError(
        "SHAPE_MISMATCH",
        `input "${inputs[tooMany].name}": axis 0 (the batch) must be at most ${largest}, got ${fed[tooMany].shape[0]}`,
      )
    const moved = fed.map((tensor, index) => layout.toModel(index, tensor))
    const request = encodeRequest(inputs, moved, names, isBinary)
    const url = `${address.model}/infer`
    // A server may add the outputs that were not asked for.
    const bounded = leftOut.length > 0 ? connection : boundAnswer(connection, layout.outputs, fed[0].shape[0])
    const reply = await call((signal) => send({ method: "POST", url, ...request }, bounded, signal), {
      signal,
    })
    const { outputs: answers, version } = decodeAnswer(reply, outputs, address.model)
    answering ??= version
    if (version !== undefined && version !== answering)
      throw changed(address.model, `version ${version} answers, it was ${answering}`)
    return Object.fromEntries(names.map((name, index) => [name, layout.fromModel(index, answers[index])]))
  }

  const identity = identityOf(metadata, address)
  const health = watchHealth({
    infer,
    known: asking.known,
    every: asking.checkEvery,
    halves: new Set(outputs.filter(({ datatype }) => /^(FP|BF)16$/.test(datatype)).map(({ name }) => name)),
    async expectSameModel() {
      if (identityOf(await askModel(address, get), address) !== identity)
        throw changed(address.model, "the server describes it differently than at the start")
    },
  })
  const isFixed = layout.inputs.some(({ shape }) => shape[0] !== null)
  const untilDisposed = <Result>(work: () => Promise<Result>): Promise<Result> =>
    work().catch((error: unknown) => {
      if (signal.aborted && isPamiError(error) && error.code === "ABORTED") throw signal.reason
      throw error
    })
  await health.begin()

  const findings = findingsOf(address, inputs, asking.sendsKeyOpenly)
  return {
    contract: contractVersion,
    backend,
    inputs: layout.inputs,
    outputs: layout.outputs,
    ...(leftOut.length > 0 && { leftOut }),
    limits: limitsOn(layout.inputs, largest, concurrency),
    digest: await digestOf(new TextEncoder().encode(identityOf({ ...metadata, ...declared }, address))),
    settings: {
      server: `${server.name} ${server.version}`.trim(),
      model: address.name,
      version: address.version ?? null,
      platform: metadata.platform,
      encoding: isBinary ? "binary" : "json",
    },
    findings: layout.finding === undefined ? findings : [...findings, layout.finding],
    run: (feeds) =>
      untilDisposed(async () => {
        const outputs = await infer(feeds)
        await health.afterRun(() => (isFixed ? copyOf(feeds) : firstItem(feeds)))
        return outputs
      }),
    check: () => untilDisposed(health.check),
    async dispose() {
      life.abort(new PamiError("MODEL_DISPOSED", `${address.model} was disposed of: load it again`))
    },
  }
}

/** Returns what identifies a model: of a named version, the other versions do not matter. */
function identityOf(
  { name, versions, platform, inputs, outputs }: ModelMetadata,
  { version }: ModelAddress,
): string {
  return JSON.stringify({ name, versions: version ?? versions, platform, inputs, outputs })
}

function chooseBinary(
  encoding: Asking["encoding"],
  extensions: readonly string[],
  tensors: readonly ServedTensor[],
  place: string,
): boolean {
  const only = tensors.find(({ datatype }) => datatypes[datatype]?.json === "none")
  if (encoding === "json" && only !== undefined)
    throw new PamiError(
      "MODEL_UNSUPPORTED",
      `${place} has "${only.name}" of ${only.datatype}, which has no form in JSON: leave encoding at auto, or set it to binary`,
    )
  // A tensor without a form in JSON leaves no choice, whatever the server announces.
  return encoding === "auto"
    ? only !== undefined || extensions.includes("binary_tensor_data")
    : encoding === "binary"
}

function limitsOn(inputs: readonly TensorInfo[], largest: number, concurrency: number): Model["limits"] {
  const limits = limitsOf(inputs, Math.min(fastestBatch, largest))
  return {
    ...(largest !== Infinity && { largestBatch: largest }),
    ...limits,
    preferredRuns: concurrency,
  }
}

function changed(place: string, problem: string): PamiError<OpenInferenceErrorCode> {
  return new PamiError(
    "MODEL_CHANGED",
    `${place} is another model than at the start: ${problem}. Name a version in the address (/versions/1), and run again.`,
  )
}
