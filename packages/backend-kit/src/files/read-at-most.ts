import { nodeModule } from "../platform.ts"
import { joinBytes } from "./join-bytes.ts"

// Node reads no more than 2^31 - 1 bytes at once.
const mostAtOnce = 2 ** 30

/**
 * Returns the first bytes of a file on disk, at most `most`: a file that is too long is noticed without being held. For
 * Node.
 *
 * @throws the file system's error
 */
export async function fileAtMost(path: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const handle = await nodeModule<typeof import("node:fs/promises")>("node:fs/promises")!.open(path)
  try {
    const { size } = await handle.stat()
    const bytes = new Uint8Array(Math.min(size, most))
    let end = 0
    while (end < bytes.length) {
      const { bytesRead } = await handle.read(bytes, end, Math.min(mostAtOnce, bytes.length - end))
      if (bytesRead === 0) break
      end += bytesRead
    }
    return bytes.subarray(0, end)
  } finally {
    await handle.close()
  }
}

/** The members of an answer to `fetch` that are read: this package's declarations compile without the types of any platform. */
export interface BodyLike {
  readonly body: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
      cancel(): Promise<void>
    }
  } | null
}

/**
 * Returns the first bytes of an answer to `fetch`, at most `most`; the rest is not received.
 *
 * @throws the network's error
 */
export async function bodyAtMost({ body }: BodyLike, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (body === null) return new Uint8Array()
  const reader = body.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  while (length < most) {
    const { value } = await reader.read()
    if (value === undefined) break
    parts.push(value.subarray(0, most - length))
    length += parts.at(-1)!.length
  }
  if (length === most) await reader.cancel()
  return joinBytes(parts)
}
