/** The parts of Node that are used: this package is compiled without the types of any platform. */
const platform = globalThis as unknown as {
  readonly process: {
    getBuiltinModule(name: "node:fs/promises"): { open(path: string): Promise<FileHandle> }
  }
}

interface FileHandle {
  stat(): Promise<{ readonly size: number }>
  read(bytes: Uint8Array, offset: number, length: number): Promise<{ readonly bytesRead: number }>
  close(): Promise<void>
}

/** The part of a `Response` that is used. */
interface Body {
  readonly body: {
    getReader(): {
      read(): Promise<{ readonly value?: Uint8Array | undefined }>
      cancel(): Promise<void>
    }
  } | null
}

// Node reads no more than 2^31 - 1 bytes at once.
const mostAtOnce = 2 ** 30

/**
 * Returns the first bytes of a file on disk, in Node, at most `most`: what is longer than it may be is found out without
 * holding it.
 *
 * @throws the file system's error
 */
export async function fileAtMost(path: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const handle = await platform.process.getBuiltinModule("node:fs/promises").open(path)
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

/**
 * Returns the first bytes of an answer to `fetch`, at most `most`; the rest is not received.
 *
 * @throws the network's error
 */
export async function bodyAtMost({ body }: Body, most: number): Promise<Uint8Array<ArrayBuffer>> {
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
  const bytes = new Uint8Array(length)
  let end = 0
  for (const part of parts) {
    bytes.set(part, end)
    end += part.length
  }
  return bytes
}
