import { PamiError } from "@pami/core"
import type { VolumeErrorCode } from "../error-code.ts"

/** The bytes of a file, one after the other, inflated on the way. */
export interface ByteSource {
  /**
   * Returns the next `count` bytes.
   *
   * @throws PamiError `VOLUME_TRUNCATED` with the expected and the found number of bytes
   */
  read(count: number): Promise<Uint8Array>
  /** Passes over the next `count` bytes. Throws as `read` does. */
  skip(count: number): Promise<void>
  /** Stops inflating. */
  close(): Promise<void>
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b

/** Opens the bytes of a file, which may be gzipped. No more is inflated than is read. */
export function openBytes(bytes: Uint8Array, name: string): ByteSource {
  return isGzip(bytes) ? gzipped(bytes, name) : plain(bytes, name)
}

function truncated(name: string, expected: number, found: number, cause?: unknown): PamiError {
  return new PamiError<VolumeErrorCode>(
    "VOLUME_TRUNCATED",
    `${name} is truncated: its header declares ${expected} bytes, ${found} are there. Copy or download the file again`,
    { data: { expected, found }, cause },
  )
}

function plain(bytes: Uint8Array, name: string): ByteSource {
  let at = 0
  const skip = async (count: number) => {
    if (at + count > bytes.length) throw truncated(name, at + count, bytes.length)
    at += count
  }
  return {
    skip,
    async read(count) {
      await skip(count)
      return bytes.subarray(at - count, at)
    },
    close: async () => {},
  }
}

// Bytes that are given to the decompressor at once: gzip makes at most 1,032 of each.
const step = 2 ** 15

function gzipped(bytes: Uint8Array, name: string): ByteSource {
  let given = 0
  const compressed = new ReadableStream<BufferSource>(
    {
      pull(controller) {
        if (given >= bytes.length) controller.close()
        else controller.enqueue(bytes.slice(given, (given += step)))
      },
    },
    { highWaterMark: 0 },
  )
  const reader = compressed.pipeThrough(new DecompressionStream("gzip")).getReader()
  let rest: Uint8Array = new Uint8Array(0)
  let at = 0
  /** Passes `count` bytes to `take`, piece by piece. */
  const advance = async (count: number, take: (piece: Uint8Array, offset: number) => void) => {
    for (let offset = 0; offset < count;) {
      if (rest.length === 0) {
        const { done, value } = await next(count)
        if (done) throw truncated(name, at + count - offset, at)
        rest = value
      }
      const piece = rest.subarray(0, count - offset)
      take(piece, offset)
      rest = rest.subarray(piece.length)
      offset += piece.length
      at += piece.length
    }
  }
  const next = async (count: number) => {
    try {
      return await reader.read()
    } catch (cause) {
      // Only codes and messages, which differ by platform, tell a broken stream from a truncated one.
      const { code, message } = cause as Error & { readonly code?: string }
      const isBroken = /Z_DATA_ERROR|valid|incorrect|corrupt/i.test(`${code} ${message}`)
      if (given >= bytes.length && !isBroken) throw truncated(name, at + count, at, cause)
      throw new PamiError<VolumeErrorCode>(
        "VOLUME_INVALID",
        `${name} cannot be inflated: its gzip data is broken. Copy or download the file again`,
        { cause },
      )
    }
  }
  return {
    async read(count) {
      // A header may state any size: memory grows with the bytes that are there.
      const pieces: Uint8Array[] = []
      await advance(count, (piece) => pieces.push(piece))
      if (pieces.length === 1) return pieces[0]
      const whole = new Uint8Array(count)
      let offset = 0
      for (const piece of pieces) {
        whole.set(piece, offset)
        offset += piece.length
      }
      return whole
    },
    skip: (count) => advance(count, () => {}),
    close: () => reader.cancel().catch(() => {}),
  }
}
