/** Returns the bytes as the whole of their buffer, copied if necessary: a message to a thread copies the whole buffer. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
}
