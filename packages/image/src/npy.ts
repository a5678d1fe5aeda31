import { PamiError } from "@pami/core"
import { fromHalf } from "@pami/core/tensor"

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** An array as numpy stores it. */
export interface NpyArray {
  /** No axis for a single number. */
  readonly shape: readonly number[]
  /** As numpy names it: `"float32"`, `"int64"`, `"bool"`. */
  readonly dtype: NpyType
  /** Row-major, whatever the order in the file; `float16` as numbers, `bool` as 0 or 1. */
  readonly data: NpyData
}

/** Element types that are read: all of numpy that are single numbers. */
export type NpyType = keyof typeof readers

/** Elements of an {@link NpyArray}. */
export type NpyData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array

interface Reader {
  readonly size: number
  allocate(length: number): NpyData
  read(view: DataView, at: number, little: boolean): number | bigint
}

// By type, then by numpy's code of kind and bytes.
const readers = {
  bool: reader(Uint8Array, (view, at) => Number(view.getUint8(at) !== 0)),
  int8: reader(Int8Array, (view, at) => view.getInt8(at)),
  int16: reader(Int16Array, (view, at, little) => view.getInt16(at, little)),
  int32: reader(Int32Array, (view, at, little) => view.getInt32(at, little)),
  int64: reader(BigInt64Array, (view, at, little) => view.getBigInt64(at, little)),
  uint8: reader(Uint8Array, (view, at) => view.getUint8(at)),
  uint16: reader(Uint16Array, (view, at, little) => view.getUint16(at, little)),
  uint32: reader(Uint32Array, (view, at, little) => view.getUint32(at, little)),
  uint64: reader(BigUint64Array, (view, at, little) => view.getBigUint64(at, little)),
  float16: { ...reader(Float32Array, (view, at, little) => fromHalf(view.getUint16(at, little))), size: 2 },
  float32: reader(Float32Array, (view, at, little) => view.getFloat32(at, little)),
  float64: reader(Float64Array, (view, at, little) => view.getFloat64(at, little)),
} as const satisfies Readonly<Record<string, Reader>>

function reader<Data extends NpyData>(
  Data: { new (length: number): Data; readonly BYTES_PER_ELEMENT: number },
  read: Reader["read"],
): Reader {
  return { size: Data.BYTES_PER_ELEMENT, allocate: (length) => new Data(length), read }
}

const types: Readonly<Record<string, NpyType>> = {
  b1: "bool",
  i1: "int8",
  i2: "int16",
  i4: "int32",
  i8: "int64",
  u1: "uint8",
  u2: "uint16",
  u4: "uint32",
  u8: "uint64",
  f2: "float16",
  f4: "float32",
  f8: "float64",
}

// numpy's own limit.
const mostAxes = 64

/**
 * Returns the bytes of a `.npy` file (format 1.0), little-endian: `numpy.load` reads it.
 *
 * @throws RangeError when the length of the array is not the product of the shape
 *
 * @example
 * const bytes = encodeNpy(Float32Array.of(0.5, 1), [1, 2])
 * console.log(decodeNpy(bytes).shape.join()) // 1,2
 */
export function encodeNpy(array: NpyData, shape: readonly number[]): Uint8Array {
  const length = shape.reduce((product, side) => product * side, 1)
  if (array.length !== length)
    throw new RangeError(`shape [${shape.join(", ")}] needs ${length} values, not ${array.length}`)
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ")
  const [code, size] = codeOf(array)
  const descr = size === 1 ? `|${code}` : `<${code}`
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`
  // The data starts at a multiple of 64 bytes, so that it can be mapped into memory.
  const total = Math.ceil((10 + dictionary.length + 1) / 64) * 64
  const header = dictionary.padEnd(total - 11) + "\n"
  const bytes = new Uint8Array(total + length * size)
  bytes.set(magic)
  bytes.set([1, 0, header.length & 255, header.length >> 8], 6)
  bytes.set(new TextEncoder().encode(header), 10)
  bytes.set(littleEndian(array), total)
  return bytes
}

/** Returns numpy's code for the elements of an array, and their bytes. */
function codeOf(array: NpyData): [code: string, size: number] {
  const name = array[Symbol.toStringTag].replace(/^Big|Array$/g, "").toLowerCase()
  const [code] = Object.entries(types).find(([, type]) => type === name)!
  return [code, array.BYTES_PER_ELEMENT]
}

function littleEndian(array: NpyData): Uint8Array {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return bytes
  const { BYTES_PER_ELEMENT: size } = array
  const swapped = bytes.slice()
  for (let start = 0; start < swapped.length; start += size) swapped.subarray(start, start + size).reverse()
  return swapped
}

/**
 * Reads a `.npy` file (format 1 to 3) of numbers: any type of integer or float, or bool, in either order of bytes and of
 * axes. Nothing is allocated before the file is known to hold as much as it says.
 *
 * @param content of the file
 * @param name of the file, for messages
 * @throws PamiError `ARRAY_INVALID` for any other content
 */
export function decodeNpy(content: Uint8Array | ArrayBuffer, name = "the array"): NpyArray {
  const bytes = ArrayBuffer.isView(content) ? content : new Uint8Array(content)
  const { dtype, little, fortran, shape, offset } = parseHeader(bytes, name)
  const { size, allocate, read } = readers[dtype]
  const length = shape.reduce((product, side) => product * side, 1)
  const there = bytes.length - offset
  if (!(length * size <= there))
    throw invalid(
      name,
      `shape [${shape.join(", ")}] needs ${length * size} bytes of data; ${there} are there`,
    )
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, length * size)
  const data = allocate(length) as Float64Array
  const place = fortran ? rowMajor(shape) : undefined
  for (let i = 0; i < length; i++) data[place?.(i) ?? i] = read(view, i * size, little) as number
  return { shape, dtype, data }
}

function parseHeader(bytes: Uint8Array, name: string) {
  if (!magic.every((byte, index) => bytes[index] === byte))
    throw invalid(name, "it is not a .npy file: its first bytes differ")
  if (bytes.length < 12 || bytes[6] < 1 || bytes[6] > 3)
    throw invalid(name, `it is in format ${bytes[6]} of .npy; 1 to 3 are read`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = bytes[6] === 1 ? 10 : 12
  const offset = start + (bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true))
  if (offset > bytes.length) throw invalid(name, "it ends in the middle of its header: copy it again")
  const header = new TextDecoder().decode(bytes.subarray(start, offset))
  const descr = /'descr':\s*('[^']*'|[^,]*)/.exec(header)?.[1]
  const [, order, code] = /^'([<>=|])([a-z]\d+)'$/.exec(descr ?? "") ?? []
  const dtype = code === undefined || !Object.hasOwn(types, code) ? undefined : types[code]
  if (dtype === undefined)
    throw invalid(
      name,
      `its elements are ${descr ?? "of an unknown type"}; read are ${Object.values(types).join(", ")}`,
    )
  const sides = /'shape':\s*\(([^()]*)\)/.exec(header)?.[1]
  const shape = sides?.split(",").map((side) => side.trim())
  // "(3,)" and "()" end in nothing.
  if (shape?.at(-1) === "") shape.pop()
  if (shape === undefined || shape.length > mostAxes || !shape.every((side) => /^\d{1,15}$/.test(side)))
    throw invalid(name, "its header has no shape of whole numbers: save it again")
  return {
    dtype,
    // Types without an order (|) have one byte; the machine's own order (=) is little-endian on the machines of today.
    little: order !== ">",
    fortran: /'fortran_order':\s*True/.test(header),
    shape: shape.map(Number),
    offset,
  }
}

/** Where element `i` of an array whose first axis varies fastest is in one whose last does. */
function rowMajor(shape: readonly number[]): (i: number) => number {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1))
  return (i) => {
    let at = 0
    for (let axis = 0; axis < shape.length; axis++) {
      at += (i % shape[axis]) * strides[axis]
      i = Math.floor(i / shape[axis])
    }
    return at
  }
}

function invalid(name: string, what: string): PamiError {
  return new PamiError("ARRAY_INVALID", `${name} cannot be read: ${what}`)
}
