// A server of the Open Inference Protocol on loopback, written from its specification, without the backend that it is for.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { Declaration, ServedModel, WireTensor } from "./served.ts"

export type Answer = (response: ServerResponse) => unknown

export interface ServerOptions {
  readonly models: Readonly<Record<string, ServedModel>>
  /** Whether it announces and speaks binary tensors. Default true. */
  readonly binary?: boolean
  /** Whether it answers tensors in JSON as nested lists. Default false. */
  readonly nested?: boolean
  /** Whether it forgets requests, for thousands of them. Default false. */
  readonly forgets?: boolean
  /** The bearer token that it wants. */
  readonly token?: string
  /** Answers a request in its place, by the path and the number of requests to `infer` so far, from 0. */
  readonly intervene?: (path: string, infers: number) => Answer | undefined
  /** Changes the outputs of a run, by its number from 0. */
  readonly spoil?: (outputs: readonly WireTensor[], infers: number) => readonly WireTensor[]
  /** Version that answers, by the number of the run. Default "1". */
  readonly version?: (infers: number) => string
  /** Versions that the metadata lists. Default ["1"]. */
  readonly versions?: () => readonly string[]
}

export interface Received {
  readonly path: string
  readonly headers: IncomingMessage["headers"]
  readonly body: Buffer
}

export interface TestServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/v2` */
  readonly url: string
  /** Returns the address of a model. */
  address(name: string): string
  readonly requests: Received[]
  /** Bodies of the requests to `infer`. */
  readonly infers: Received[]
  close(): Promise<void>
}

export async function startServer(options: ServerOptions): Promise<TestServer> {
  const { models, binary = true } = options
  const requests: Received[] = []
  const infers: Received[] = []
  const extensions = [...(binary ? ["binary_tensor_data"] : []), "model_configuration"]
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const received = { path: request.url!, headers: request.headers, body: Buffer.concat(chunks) }
    const number = infers.length
    if (options.forgets !== true) {
      requests.push(received)
      if (received.path.endsWith("/infer")) infers.push(received)
    }
    const instead = options.intervene?.(received.path, number)
    if (instead !== undefined) return void instead(response)
    if (options.token !== undefined && request.headers.authorization !== `Bearer ${options.token}`)
      return reply(response, 401, { error: `bad token ${request.headers.authorization}` })
    if (received.path === "/v2") return reply(response, 200, { name: "test", version: "1.2", extensions })
    const [, name, action] = /^\/v2\/models\/([^/]+)(?:\/versions\/[^/]+)?(\/\w+)?$/.exec(received.path) ?? []
    const model = models[name]
    if (model === undefined) return reply(response, 404, { error: `Request for unknown model: '${name}'` })
    if (action === undefined)
      return reply(response, 200, {
        name,
        versions: options.versions?.() ?? ["1"],
        platform: model.platform ?? "",
        inputs: model.inputs,
        outputs: model.outputs,
      })
    if (action === "/config")
      return model.maxBatch === undefined
        ? reply(response, 404, { error: "no configuration" })
        : reply(response, 200, { max_batch_size: model.maxBatch })
    try {
      const { inputs, isBinary } = decode(received, model.inputs)
      const outputs = await model.infer(inputs)
      const given = options.spoil?.(outputs, number) ?? outputs
      const version = options.version?.(number) ?? "1"
      if (isBinary && binary) sendBinary(response, name, version, given)
      else
        reply(response, 200, {
          model_name: name,
          model_version: version,
          outputs: given.map(({ bytes, ...output }) => ({
            ...output,
            data: options.nested
              ? nested(numbersOf(output.datatype, bytes), output.shape)
              : numbersOf(output.datatype, bytes),
          })),
        })
    } catch (error) {
      reply(response, 400, { error: (error as Error).message })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  // A program of examples ends while it listens.
  server.unref()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    url,
    address: (name) => `${url}/models/${name}`,
    requests,
    infers,
    close,
    [Symbol.asyncDispose]: close,
  }
}

export function reply(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers })
  // As other languages write it; JSON.stringify writes 0.
  response.end(typeof body === "string" ? body : JSON.stringify(body).replaceAll('"-0"', "-0.0"))
}

function sendBinary(response: ServerResponse, name: string, version: string, outputs: readonly WireTensor[]) {
  const head = Buffer.from(
    JSON.stringify({
      model_name: name,
      model_version: version,
      outputs: outputs.map(({ bytes, ...output }) => ({
        ...output,
        parameters: { binary_data_size: bytes.length },
      })),
    }),
  )
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "inference-header-content-length": head.length,
  })
  response.end(Buffer.concat([head, ...outputs.map(({ bytes }) => bytes)]))
}

interface RequestTensor {
  readonly name: string
  readonly datatype: string
  readonly shape: number[]
  readonly data?: unknown[]
  readonly parameters?: { readonly binary_data_size: number }
}

function decode({ headers, body }: Received, declared: readonly Declaration[]) {
  const stated = headers["inference-header-content-length"]
  const end = stated === undefined ? body.length : Number(stated)
  const json = JSON.parse(body.subarray(0, end).toString()) as { inputs: RequestTensor[] }
  let at = end
  const inputs = json.inputs.map(({ name, datatype, shape, data, parameters }): WireTensor => {
    const info = declared.find((one) => one.name === name)
    if (info?.datatype !== datatype) throw new Error(`no input ${name} of ${datatype}`)
    const fits = info.shape.every((length, axis) => Number(length) === -1 || Number(length) === shape[axis])
    if (!fits || info.shape.length !== shape.length) throw new Error(`input ${name} does not take [${shape}]`)
    const size = parameters?.binary_data_size
    const bytes = size === undefined ? bytesOf(datatype, data!) : body.subarray(at, (at += size))
    if (datatype !== "BYTES") return { name, datatype, shape, bytes }
    return { name, datatype, shape, bytes, texts: size === undefined ? (data as string[]) : textsIn(bytes) }
  })
  if (at !== body.length) throw new Error(`${body.length - at} bytes too many`)
  return { inputs, isBinary: stated !== undefined }
}

function textsIn(bytes: Buffer): string[] {
  const texts: string[] = []
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at)
    texts.push(bytes.subarray(at + 4, (at += 4 + length)).toString())
  }
  return texts
}

const arrays = {
  BOOL: Uint8Array,
  UINT8: Uint8Array,
  INT8: Int8Array,
  UINT16: Uint16Array,
  INT16: Int16Array,
  UINT32: Uint32Array,
  INT32: Int32Array,
  UINT64: BigUint64Array,
  INT64: BigInt64Array,
  FP32: Float32Array,
  FP64: Float64Array,
} as const

function bytesOf(datatype: string, data: unknown[]): Buffer {
  const of = arrays[datatype as keyof typeof arrays]
  if (of === undefined) return Buffer.alloc(0)
  const values = data.map((value) =>
    of === BigInt64Array || of === BigUint64Array ? BigInt(value as number) : Number(value),
  )
  return Buffer.from((of as typeof Float64Array).from(values as number[]).buffer)
}

function numbersOf(datatype: string, bytes: Buffer): unknown[] {
  const of = arrays[datatype as keyof typeof arrays]
  const values = Array.from(new of(new Uint8Array(bytes).buffer) as ArrayLike<number | bigint>, Number)
  return values.map((value) => (datatype === "BOOL" ? value !== 0 : Object.is(value, -0) ? "-0" : value))
}

function nested(values: unknown[], shape: readonly number[]): unknown {
  if (shape.length <= 1) return values
  const size = values.length / shape[0]
  return Array.from({ length: shape[0] }, (_, i) =>
    nested(values.slice(i * size, (i + 1) * size), shape.slice(1)),
  )
}
