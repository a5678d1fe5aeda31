import { bytes } from "../logic/format.ts"
import { checkModelSize } from "../origin.ts"

/** How a request to the server is made. */
export interface RequestOptions {
  /** Token of the server; `null` for a server without one. */
  readonly token: string | null
  readonly signal?: AbortSignal
}

/** Bytes that have arrived, of all. */
export interface Loaded {
  readonly bytes: number
  readonly total: number
}

/** Returns the names of the models of the server. */
export async function modelNames(options: RequestOptions): Promise<string[]> {
  const { models } = (await (await get("v1/models", options)).json()) as { models: { name: string }[] }
  return models.map(({ name }) => name)
}

/**
 * Fetches the files of a model, as if its folder had been dropped.
 *
 * @throws `MODEL_TOO_LARGE` before a file is fetched; `FILE_UNREADABLE` for a file that was changed meanwhile; the errors of the server
 */
export async function filesOf(
  name: string,
  options: RequestOptions & { readonly onProgress: (loaded: Loaded) => void },
): Promise<File[]> {
  const address = `v1/models/${encodeURIComponent(name)}/files`
  const { files } = (await (await get(address, options)).json()) as {
    files: { path: string; size: number }[]
  }
  const total = files.reduce((sum, { size }) => sum + size, 0)
  checkModelSize(total)
  let loaded = 0
  const fetched: File[] = []
  for (const { path, size } of files) {
    const response = await get(`${address}/${path.split("/").map(encodeURIComponent).join("/")}`, options)
    const before = loaded
    const counted = response.body!.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          loaded += chunk.length
          if (loaded - before > size) throw changed(path, size)
          options.onProgress({ bytes: loaded, total })
          controller.enqueue(chunk)
        },
      }),
    )
    // The browser keeps a large file on the disk.
    const blob = await new Response(counted).blob().catch((error: unknown) => {
      throw unreachable(error, options.signal)
    })
    if (blob.size !== size) throw changed(path, size)
    fetched.push(inFolder(name, path, blob))
  }
  return fetched
}

/** The file at its path, as a file of a folder that was opened has it. */
function inFolder(name: string, path: string, blob: Blob): File {
  const file = new File([blob], path.split("/").at(-1)!)
  Object.defineProperty(file, "webkitRelativePath", { value: `${name}/${path}` })
  return file
}

async function get(address: string, { token, signal }: RequestOptions): Promise<Response> {
  const response = await fetch(new URL(address, document.baseURI), {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    throw unreachable(error, signal)
  })
  if (response.ok) return response
  if (response.status === 401)
    throw {
      code: "TOKEN_INVALID",
      message: "The server refuses it. Its token is the value of PAMI_TOKEN where pami serve was started",
    }
  const body = (await response.json().catch(() => ({}))) as { error?: { code: string; message: string } }
  throw (
    body.error ?? { code: "SERVER_UNREACHABLE", message: `The server answers with status ${response.status}` }
  )
}

function unreachable(error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return { code: "ABORTED", message: "cancelled" }
  if ((error as { code?: unknown }).code !== undefined && !(error instanceof DOMException)) return error
  return {
    code: "SERVER_UNREACHABLE",
    message:
      "Check that pami serve still runs and that this page’s address is its address, then choose the model again",
  }
}

function changed(path: string, size: number) {
  return {
    code: "FILE_UNREADABLE",
    message: `${path} no longer has the ${bytes(size)} that the server listed. Choose the model again`,
  }
}
