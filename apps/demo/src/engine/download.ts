/** Bytes of files that are on their way. */
export interface Download {
  readonly received: number
  /** `null` where the host does not say how many there are. */
  readonly total: number | null
}

/** Called with the bytes that have come, a few times a second, and with `null` when all are there. */
export type TellDownload = (download: Download | null) => void

/** Fetches a file whose bytes are counted. `size` is in bytes; default: what the host says. */
export type CountedFetch = (address: string | URL, size?: number) => Promise<Response>

type Bytes = Uint8Array<ArrayBuffer>

// Between two reports, in ms.
const pace = 100

/** Returns a `fetch` that tells how many bytes of all the files that it fetches at a time have come. */
export function countedFetch(tell: TellDownload): CountedFetch {
  let [files, received, last] = [0, 0, 0]
  let total: number | null = 0

  function end(): void {
    if (--files > 0) return
    received = total = 0
    tell(null)
  }
  function count(bytes: number): void {
    received += bytes
    const now = performance.now()
    if (now - last < pace) return
    last = now
    tell({ received, total: total === null ? null : Math.max(total, received) })
  }

  return async (address, size) => {
    files++
    const response = await fetch(address).catch((error: unknown) => {
      end()
      throw error
    })
    if (!response.ok || response.body === null) {
      end()
      return response
    }
    const length = size ?? lengthOf(response.headers)
    total = total === null || length === null ? null : total + length
    // A copy: of a response that a script made, the browser neither compiles the runtime as it comes nor keeps the code.
    void countBytes(response.clone().body!, count)
      // The reader learns of an error.
      .catch(() => undefined)
      .finally(end)
    return response
  }
}

async function countBytes(body: ReadableStream<Bytes>, count: (bytes: number) => void): Promise<void> {
  const reader = body.getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) count(read.value.length)
}

/** Returns the length of a body; `null` for one that is compressed on its way, and is longer. */
function lengthOf(headers: Headers): number | null {
  const length = headers.get("Content-Length")
  return length === null || headers.has("Content-Encoding") ? null : Number(length)
}

/** The message of a worker to its page about what it fetches. */
interface DownloadMessage {
  readonly download: Download | null
}

/** Tells the page of this worker. */
export const tellPage: TellDownload = (download) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker posts to its page alone
  self.postMessage({ download } satisfies DownloadMessage)
}

/** Returns whether a message of a worker is one of {@link tellPage}. */
export function isOfDownload(data: unknown): data is DownloadMessage {
  return typeof data === "object" && data !== null && "download" in data
}
