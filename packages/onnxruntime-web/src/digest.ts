import { sha256InTurns } from "@pami/core"

/** `sha256:` and the digest of bytes: by the platform where it has one, which is some twenty times faster. */
export async function digestOf(bytes: Uint8Array): Promise<string> {
  // Only secure pages have it, and it takes no memory that threads share.
  const subtle = globalThis.crypto?.subtle
  if (subtle === undefined || Object.prototype.toString.call(bytes.buffer) !== "[object ArrayBuffer]")
    return sha256InTurns([bytes])
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>))
  return `sha256:${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`
}
