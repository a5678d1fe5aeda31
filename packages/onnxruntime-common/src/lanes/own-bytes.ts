/** The same bytes as all of their memory: messages to a thread copy the whole of what an array is a view of. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
}
