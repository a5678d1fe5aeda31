import { zipSync } from "fflate"

// The same arrays give the same bytes: the archive carries no time.
const written = new Date("1980-01-01T00:00:00")

/**
 * Returns arrays as the bytes of a `.npz` file, which `numpy.load` reads. They are not compressed.
 *
 * @param arrays the bytes of `.npy` files, by name without the ending
 *
 * @example
 * import { encodeNpy } from "@pami/image"
 *
 * const bytes = encodeNpz({ map: encodeNpy(Float32Array.of(0.5, 1), [1, 2]) })
 */
export function encodeNpz(arrays: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const files = Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes])
  return zipSync(Object.fromEntries(files) as Record<string, Uint8Array>, { level: 0, mtime: written })
}
