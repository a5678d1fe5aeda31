import type { InputList } from "./input-list.ts"

/** Reads what an address names, such as `s3://photos/1.jpg`, by a client of the caller's. */
export type ReadAddress = (address: string) => Promise<Uint8Array>

/**
 * Returns the inputs of addresses, each its own id. An address that cannot be read becomes a line with the error.
 *
 * @param read gets an address, and returns the bytes behind it
 *
 * @example
 * const inputs = remoteInputs(["s3://photos/1.jpg", "https://example.org/2.jpg"], async (address) => await fetchBytes(address))
 */
export function remoteInputs(
  addresses: Iterable<string> | AsyncIterable<string>,
  read: ReadAddress,
): InputList {
  return {
    async *ids() {
      for await (const address of addresses) yield address
    },
    async *inputs(ids) {
      for (const id of ids) yield { id, open: () => read(id) }
    },
  }
}
