import { createHash } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** A server that answers as the hub does, for one repository. */
export interface FakeHub extends AsyncDisposable {
  readonly endpoint: string
  /** Requests so far: method, path, and the token if one came. */
  readonly requests: string[]
}

/** How a hub answers. */
export interface FakeHubOptions {
  readonly repository: string
  readonly commit: string
  /** Files by their paths. Those that end with `.onnx` are large files, kept in another store. */
  readonly files: Readonly<Record<string, Uint8Array>>
  /** Answers a request in its own way, if it returns true. Default: none. */
  readonly instead?: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Changes the answer about the repository. Default: unchanged. */
  readonly listing?: (answer: { sha: string; siblings: object[] }) => unknown
}

/** Starts a hub. Large files are redirected to a second server, as to the hub's store. */
export async function startHub({
  repository,
  commit,
  files,
  instead,
  listing,
}: FakeHubOptions): Promise<FakeHub> {
  const requests: string[] = []
  const note = ({ method, url, headers: { authorization } }: IncomingMessage, where: string) =>
    requests.push([where, method, url, authorization].filter((one) => one !== undefined).join(" "))
  const store = createServer((request, response) => {
    note(request, "store")
    if (instead?.(request, response)) return
    response.end(files[decodeURIComponent(request.url!.slice(1))])
  })
  const storeAddress = await listen(store)
  const server = createServer((request, response) => {
    note(request, "hub")
    if (instead?.(request, response)) return
    const [path] = request.url!.split("?")
    const prefix = `/${repository}/resolve/${commit}/`
    const file = decodeURIComponent(path.startsWith(prefix) ? path.slice(prefix.length) : "")
    if (
      path === `/api/models/${repository}/revision/main` ||
      path === `/api/models/${repository}/revision/${commit}`
    ) {
      const answer = {
        sha: commit,
        siblings: Object.entries(files).map(([name, bytes]) => sibling(name, bytes)),
      }
      response.setHeader("content-type", "application/json")
      response.end(JSON.stringify(listing?.(answer) ?? answer))
    } else if (Object.hasOwn(files, file) && isLarge(file)) {
      response.writeHead(302, {
        location: `${storeAddress}/${file.split("/").map(encodeURIComponent).join("/")}`,
        "x-linked-size": files[file].length,
        "x-linked-etag": `"${sha256(files[file])}"`,
      })
      response.end()
    } else if (Object.hasOwn(files, file)) response.end(files[file])
    else {
      response.writeHead(404, { "x-error-code": "RepoNotFound", "x-error-message": "Repository not found" })
      response.end("{}")
    }
  })
  const endpoint = await listen(server)
  return {
    endpoint,
    requests,
    async [Symbol.asyncDispose]() {
      for (const one of [server, store]) {
        one.closeAllConnections()
        await new Promise((resolve) => one.close(resolve))
      }
    },
  }
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const isLarge = (file: string) => file.endsWith(".onnx")
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")

function sibling(rfilename: string, bytes: Uint8Array): object {
  const blobId = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex")
  return {
    rfilename,
    size: bytes.length,
    blobId,
    ...(isLarge(rfilename) && { lfs: { sha256: sha256(bytes), size: bytes.length, pointerSize: 130 } }),
  }
}
