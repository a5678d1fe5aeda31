import { checkCount } from "@pami/backend-kit"
import { type CallRules, checkRules } from "@pami/backend-kit/function-backend"
import { createCalls, exposesKey, isPassing, type PlatformFetch, variable } from "@pami/backend-kit/server"
import { type Backend, contractVersion, isPamiError, type ModelSource } from "@pami/core"
import { readAddress } from "./address.ts"
import { checkHeaders, headersInEnvironment } from "./environment.ts"
import type { KnownInput } from "./health/health.ts"
import type { ServedTensor } from "./metadata/schema.ts"
import { openModel } from "./model.ts"

/** Options of {@link openInference}. */
export interface OpenInferenceOptions extends Omit<CallRules, "itemsPerCall" | "shouldRetry"> {
  /** Bearer token. Default: from the environment. It is in no setting, message or manifest. */
  readonly token?: string | undefined
  /** Variable of the environment with the token. Default `OPEN_INFERENCE_TOKEN`. If it is not set, no token is sent. */
  readonly tokenVariable?: string | undefined
  /**
   * Further headers of each request. They are in no setting, message or manifest. Default: those in the variable
   * `OPEN_INFERENCE_HEADERS` of the environment, a JSON object such as `{"x-tenant": "a"}`.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * How tensors travel. Default `auto`: as bytes where the server announces `binary_tensor_data`, or where a tensor has no form in
   * JSON (FP16, BF16), else as JSON. Set `binary` for a server that takes it without saying so, such as OpenVINO Model Server.
   */
  readonly encoding?: "auto" | "binary" | "json" | undefined
  /** Inputs, for a server that does not declare them: name, datatype of the protocol, shape with `null` for a free axis. */
  readonly inputs?: readonly TensorDeclaration[] | undefined
  /** Outputs, for a server that does not declare them. */
  readonly outputs?: readonly TensorDeclaration[] | undefined
  /**
   * An input for the health check, with its right answer if you know it: asked for when the model is loaded and again during
   * runs. Default: the first item of the first run, whose answer then is compared with later ones.
   */
  readonly known?: KnownInput | undefined
  /** Number of runs between two health checks, from 1. Default 100. Another one follows each explanation. */
  readonly checkEvery?: number | undefined
  /** Most bytes of an answer. Default 256 MiB. */
  readonly maxBytes?: number | undefined
  /** Default: that of the platform. */
  readonly fetch?: PlatformFetch | undefined
}

/** An input or output in the terms of the protocol: `{ name: "image", datatype: "FP32", shape: [null, 3, 224, 224] }`. */
export interface TensorDeclaration {
  readonly name: string
  readonly datatype: string
  readonly shape: readonly (number | null)[]
}

/** Name of the backend, as on the command line. */
export const name = "open-inference"

const encodings = ["auto", "binary", "json"] as const

const advice = {
  server: "a server of the Open Inference Protocol, version 2",
  check: "the address, the name of the model and its version",
  later: "look at the log of the server, or start again later",
  smaller: "raise maxBytes",
}

/**
 * Creates a backend for models on a server that speaks the Open Inference Protocol, version 2: Triton, KServe, OpenVINO Model
 * Server, MLServer, TorchServe. `load` takes the address of a model, with or without a version:
 * `http://localhost:8000/v2/models/scenes/versions/1`.
 *
 * Calls follow the rules in the options: by default 4 at once, each with 60 seconds and 4 retries, of which the first waits 1
 * second, or as long as the server asks all calls to wait (`Retry-After`). Too many calls (429), a server that is not ready or
 * behind a broken proxy (408, 502, 503, 504), time-outs and broken connections are tried again; any other refusal is not.
 *
 * @throws RangeError for options out of range
 * @example
 * const model = await openInference().load(address) // http://localhost:8000/v2/models/linear
 * console.log(model.inputs[0].name, model.settings.encoding) // x binary
 * await model.dispose()
 */
export function openInference(options: OpenInferenceOptions = {}): Backend {
  const {
    tokenVariable = "OPEN_INFERENCE_TOKEN",
    encoding = "auto",
    checkEvery = 100,
    maxBytes = 256 * 2 ** 20,
  } = options
  if (!encodings.includes(encoding))
    throw new RangeError(`encoding is one of ${encodings.join(", ")}; got ${encoding as string}`)
  checkCount("checkEvery", checkEvery)
  checkCount("maxBytes", maxBytes)
  const rules = checkRules({ concurrency: 4, timeout: 60_000, retries: 4, ...rulesIn(options) })
  const token = options.token ?? variable(tokenVariable)
  const headers = checkHeaders(options.headers ?? headersInEnvironment())
  const secrets = Object.values(headers).filter((value) => value !== "")
  const connection = {
    fetch: options.fetch ?? ((...request: Parameters<typeof fetch>) => globalThis.fetch(...request)),
    key: token === "" ? undefined : token,
    headers,
    secrets,
    timeout: rules.timeout,
    maxBytes,
    advice,
  }
  return {
    contract: contractVersion,
    name,
    formats: [],
    exemptions: { "model-unsupported": "the server loads the model, and knows its operators" },
    async load(source: ModelSource) {
      const address = readAddress(source)
      const hasSecret = connection.key !== undefined || secrets.length > 0
      return openModel(address, {
        backend: name,
        connection,
        call: createCalls(rules, mayPass),
        concurrency: rules.concurrency,
        encoding,
        inputs: options.inputs?.map(copyOf),
        outputs: options.outputs?.map(copyOf),
        known: options.known,
        checkEvery,
        sendsKeyOpenly: hasSecret && exposesKey(new URL(address.server)),
      })
    },
  }
}

/** Inference may be repeated, but an error that the model raised (500) would be raised again. */
function mayPass(error: unknown): boolean {
  if (!isPassing(error)) return false
  const { status } = isPamiError(error) ? error.data : {}
  return status !== 500 && status !== 501
}

function rulesIn(options: OpenInferenceOptions): Partial<CallRules> {
  const { concurrency, callsPerSecond, timeout, retries, retryDelay } = options
  const rules = { concurrency, callsPerSecond, timeout, retries, retryDelay }
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined))
}

function copyOf({ name, datatype, shape }: TensorDeclaration): ServedTensor {
  return { name, datatype, shape: [...shape] }
}
