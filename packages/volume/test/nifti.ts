/** The content of a NIfTI file. */
export interface NiftiContent {
  /** Voxels along i, j, k, then times and vectors. */
  readonly sides: readonly number[]
  readonly type?: { readonly code: number; readonly bytes: number }
  readonly write?: (view: DataView, at: number, index: number, little: boolean) => void
  readonly version?: 1 | 2
  readonly little?: boolean
  readonly slope?: number
  readonly inter?: number
  readonly spacing?: readonly [number, number, number]
  /** Columns for i, j, k of the rows of the affine matrix. */
  readonly rows?: readonly (readonly number[])[]
  readonly quaternion?: { readonly of: readonly [number, number, number]; readonly flip?: boolean }
  readonly magic?: string
  readonly offset?: number
  readonly units?: number
}

/** Returns the bytes of a NIfTI file as its specification lays them out. By default voxel i has the value i, as int16. */
export function niftiFile(content: NiftiContent): Uint8Array {
  const { sides, type = { code: 4, bytes: 2 }, version = 1, little = true, slope = 0, inter = 0 } = content
  const { write = (view, at, index, order) => view.setInt16(at, index, order), units = 2 } = content
  const { spacing = [1, 1, 1], rows, quaternion } = content
  const header = version === 1 ? 348 : 540
  const { offset = header + 4 } = content
  const count = sides.reduce((product, side) => product * side, 1)
  const bytes = new Uint8Array(header + 4 + count * type.bytes)
  const view = new DataView(bytes.buffer)
  const float = (at: number, value: number) =>
    version === 1 ? view.setFloat32(at, value, little) : view.setFloat64(at, value, little)
  const long = (at: number, value: number) => view.setBigInt64(at, BigInt(value), little)
  const width = version === 1 ? 4 : 8
  view.setInt32(0, header, little)
  const dims = [sides.length, ...sides]
  for (const [i, side] of dims.entries())
    if (version === 1) view.setInt16(40 + 2 * i, side, little)
    else long(16 + 8 * i, side)
  view.setInt16(version === 1 ? 70 : 12, type.code, little)
  view.setInt16(version === 1 ? 72 : 14, 8 * type.bytes, little)
  const pixdim = version === 1 ? 76 : 104
  float(pixdim, quaternion?.flip ? -1 : 1)
  for (const [i, step] of spacing.entries()) float(pixdim + (i + 1) * width, step)
  if (version === 1) view.setFloat32(108, offset, little)
  else long(168, offset)
  float(version === 1 ? 112 : 176, slope)
  float(version === 1 ? 116 : 184, inter)
  if (version === 1) view.setUint8(123, units)
  else view.setInt32(500, units, little)
  const form = (place: number, value: number) =>
    version === 1 ? view.setInt16(place, value, little) : view.setInt32(place, value, little)
  form(version === 1 ? 252 : 344, quaternion ? 1 : 0)
  form(version === 1 ? 254 : 348, rows ? 1 : 0)
  for (const [i, value] of (quaternion?.of ?? []).entries())
    float((version === 1 ? 256 : 352) + i * width, value)
  for (const [row, columns] of (rows ?? []).entries())
    for (const [column, value] of columns.entries())
      float((version === 1 ? 280 : 400) + (row * 4 + column) * width, value)
  const magic = content.magic ?? `n+${version}\0`
  bytes.set(new TextEncoder().encode(magic), version === 1 ? 344 : 4)
  for (let index = 0; index < count; index++) write(view, header + 4 + index * type.bytes, index, little)
  return bytes
}
