/** An image for {@link tiff}. */
export interface TiffOptions {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array
  /** SampleFormat: 1 unsigned, 2 signed, 3 floating-point. Default: 1. */
  readonly format?: number
  /** Of a sample. Default: those of the data. */
  readonly bits?: number
  /** PhotometricInterpretation: 0 the least is white, 1 grey, 2 colour. Default: 1. */
  readonly photometric?: number
  /** Samples of a pixel. Default: 1. */
  readonly samples?: number
  /** More tags, each with its type (3: 16 bits, 4: 32 bits, 11: float, 8: 16 bits with a sign) and value. */
  readonly tags?: readonly (readonly [tag: number, type: 3 | 4 | 8 | 11, value: number])[]
  /** Whether it is a BigTIFF. Default: false. */
  readonly big?: boolean
}

/** A TIFF file with one uncompressed strip, in the byte order of the machine (little-endian on all that run this). */
export function tiff(options: TiffOptions): Uint8Array {
  const { width, height, data, format = 1, photometric = 1, samples = 1, tags = [], big = false } = options
  const { bits = data.BYTES_PER_ELEMENT * 8 } = options
  const header = big ? 16 : 8
  const entrySize = big ? 20 : 12
  const entries = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, bits],
    [259, 3, 1],
    [262, 3, photometric],
    [273, 4, NaN],
    [277, 3, samples],
    [278, 4, height],
    [279, 4, data.byteLength],
    [339, 3, format],
    ...tags,
  ].sort(([a], [b]) => a - b)
  const perSample = [258, 339]
  // Lists of one value a sample lie behind the directory, then the pixels.
  const lists = header + (big ? 16 : 6) + entries.length * entrySize
  const pixels = lists + perSample.length * samples * 2
  const bytes = new Uint8Array(pixels + data.byteLength)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 0x4949, true)
  view.setUint16(2, big ? 43 : 42, true)
  if (big) {
    view.setUint16(4, 8, true)
    view.setBigUint64(8, 16n, true)
    view.setBigUint64(16, BigInt(entries.length), true)
  } else {
    view.setUint32(4, 8, true)
    view.setUint16(8, entries.length, true)
  }
  for (const [i, [tag, type, value]] of entries.entries()) {
    const at = header + (big ? 8 : 2) + i * entrySize
    const list = perSample.indexOf(tag)
    const count = list === -1 ? 1 : samples
    view.setUint16(at, tag, true)
    view.setUint16(at + 2, type, true)
    if (big) view.setBigUint64(at + 4, BigInt(count), true)
    else view.setUint32(at + 4, count, true)
    let place = at + (big ? 12 : 8)
    if (count * 2 > (big ? 8 : 4)) {
      const far = lists + list * samples * 2
      if (big) view.setBigUint64(place, BigInt(far), true)
      else view.setUint32(place, far, true)
      place = far
    }
    for (let k = 0; k < count; k++)
      if (type === 11) view.setFloat32(place, value, true)
      else if (type === 4) view.setUint32(place, Number.isNaN(value) ? pixels : value, true)
      else view.setUint16(place + 2 * k, value & 0xffff, true)
  }
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), pixels)
  return bytes
}
