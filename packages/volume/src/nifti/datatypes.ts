/** An element type of NIfTI that is read: the bytes of a number, the numbers of a voxel, and how to read one. */
export interface Datatype {
  readonly name: string
  readonly bytes: number
  /** 1, or 3 and 4 for colours, which lie side by side. */
  readonly channels: number
  readonly read: (view: DataView, at: number, little: boolean) => number
}

const one = (name: string, bytes: number, read: Datatype["read"]): Datatype => ({
  name,
  bytes,
  channels: 1,
  read,
})
const colors = (name: string, channels: number): Datatype => ({
  name,
  bytes: 1,
  channels,
  read: (view, at) => view.getUint8(at),
})

/** The element types that are read, by the code in the header. */
export const datatypes: ReadonlyMap<number, Datatype> = new Map([
  [2, one("uint8", 1, (view, at) => view.getUint8(at))],
  [4, one("int16", 2, (view, at, little) => view.getInt16(at, little))],
  [8, one("int32", 4, (view, at, little) => view.getInt32(at, little))],
  [16, one("float32", 4, (view, at, little) => view.getFloat32(at, little))],
  [64, one("float64", 8, (view, at, little) => view.getFloat64(at, little))],
  [128, colors("RGB24", 3)],
  [256, one("int8", 1, (view, at) => view.getInt8(at))],
  [512, one("uint16", 2, (view, at, little) => view.getUint16(at, little))],
  [768, one("uint32", 4, (view, at, little) => view.getUint32(at, little))],
  [1024, one("int64", 8, (view, at, little) => Number(view.getBigInt64(at, little)))],
  [1280, one("uint64", 8, (view, at, little) => Number(view.getBigUint64(at, little)))],
  [2304, colors("RGBA32", 4)],
])

/** Names of element types that are not read, by the code in the header. */
export const otherDatatypes: ReadonlyMap<number, string> = new Map([
  [0, "unknown"],
  [1, "binary"],
  [32, "complex64"],
  [1536, "float128"],
  [1792, "complex128"],
  [2048, "complex256"],
])
