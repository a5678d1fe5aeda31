const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** An array as numpy stores it. */
export interface NpyArray {
  readonly shape: readonly number[]
  /** Row-major. */
  readonly data: Float32Array
}

/**
 * The bytes of a `.npy` file (format 1.0) with a little-endian float32 array: `numpy.load` reads it.
 *
 * @throws RangeError when the length of the map is not the product of the shape
 */
export function encodeNpy(map: Float32Array, shape: readonly number[]): Uint8Array {
  const length = shape.reduce((product, side) => product * side, 1)
  if (map.length !== length)
    throw new RangeError(`shape [${shape.join(", ")}] needs ${length} values, not ${map.length}`)
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ")
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${tuple}), }`
  // The data starts at a multiple of 64 bytes, so that it can be mapped into memory.
  const total = Math.ceil((10 + dictionary.length + 1) / 64) * 64
  const header = dictionary.padEnd(total - 11) + "\n"
  const bytes = new Uint8Array(total + length * 4)
  bytes.set(magic)
  bytes.set([1, 0, header.length & 255, header.length >> 8], 6)
  bytes.set(new TextEncoder().encode(header), 10)
  const view = new DataView(bytes.buffer, total)
  for (let i = 0; i < length; i++) view.setFloat32(i * 4, map[i], true)
  return bytes
}

/**
 * Reads what {@link encodeNpy} writes, and what `numpy.save` makes of a C-ordered little-endian float32 array.
 *
 * @throws RangeError for any other content
 */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  if (!magic.every((byte, index) => bytes[index] === byte))
    throw new RangeError("this is no .npy file: its first bytes differ")
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || bytes[6] > 3)
    throw new RangeError(`.npy format 1 to 3 was expected, not ${bytes[6]}`)
  const start = bytes[6] === 1 ? 10 : 12
  const headerLength = bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  const header = new TextDecoder().decode(bytes.subarray(start, start + headerLength))
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1]
  if (type !== "<f4")
    throw new RangeError(`a little-endian float32 array ('<f4') was expected, not '${type}'`)
  if (/'fortran_order':\s*True/.test(header))
    throw new RangeError("an array in C order was expected, not in Fortran order")
  const sides = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1]
  if (sides === undefined) throw new RangeError("the header of this .npy file has no shape")
  const shape = sides
    .split(",")
    .filter((side) => side.trim() !== "")
    .map(Number)
  const length = shape.reduce((product, side) => product * side, 1)
  const offset = start + headerLength
  if (bytes.length < offset + length * 4)
    throw new RangeError(
      `shape [${shape.join(", ")}] needs ${length * 4} bytes of data, but ${bytes.length - offset} are there`,
    )
  const data = new Float32Array(length)
  for (let i = 0; i < length; i++) data[i] = view.getFloat32(offset + i * 4, true)
  return { shape, data }
}
