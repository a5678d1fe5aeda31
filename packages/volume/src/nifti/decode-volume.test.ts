import { isPamiError } from "@pami/core"
import { expect, test } from "vitest"
import { gzip } from "../../test/gzip.ts"
import { niftiFile } from "../../test/nifti.ts"
import { decodeVolume } from "./decode-volume.ts"

const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return isPamiError(error) ? error : undefined
}

test("voxels lie as in the file: the last axis of the volume is the fastest", async () => {
  const { shape, data, channels } = await decodeVolume(niftiFile({ sides: [2, 3, 4] }))
  expect({ shape, channels }).toEqual({ shape: [4, 3, 2], channels: 1 })
  expect([...data]).toEqual(Array.from({ length: 24 }, (_, i) => i))
})

test.each([
  [1, true, false],
  [1, false, true],
  [2, true, true],
  [2, false, false],
] as const)(
  "NIfTI-%i, little-endian %s, gzipped %s: scaled values and spacing in mm",
  async (version, little, zipped) => {
    const file = niftiFile({
      sides: [3, 2, 2],
      version,
      little,
      slope: 2,
      inter: -1000,
      spacing: [0.5, 0.75, 3],
      rows: [
        [-0.5, 0, 0],
        [0, 0.75, 0],
        [0, 0, 3],
      ],
    })
    const volume = await decodeVolume(zipped ? await gzip(file) : file)
    expect(volume.data[5]).toBe(-990)
    expect(volume.spacing).toEqual([3, 0.75, 0.5])
    expect(volume.axes).toBe("SAL")
  },
)

test.each([
  [2, 1, "setUint8", 200],
  [256, 1, "setInt8", -3],
  [512, 2, "setUint16", 60000],
  [768, 4, "setUint32", 4e9],
  [8, 4, "setInt32", -70000],
  [16, 4, "setFloat32", 0.25],
  [64, 8, "setFloat64", -0.125],
] as const)("type %i of %i bytes", async (code, bytes, set, value) => {
  const file = niftiFile({
    sides: [2, 2, 2],
    type: { code, bytes },
    write: (view, at, _, little) => view[set](at, value, little),
  })
  expect([...(await decodeVolume(file)).data]).toEqual(Array.from({ length: 8 }, () => value))
})

test("int64 and uint64", async () => {
  for (const [code, value] of [
    [1024, -5n],
    [1280, 5n],
  ] as const) {
    const file = niftiFile({
      sides: [2, 1, 1],
      type: { code, bytes: 8 },
      write: (view, at, _, little) => view.setBigInt64(at, value, little),
    })
    expect((await decodeVolume(file)).data[1]).toBe(Number(value))
  }
})

test("colours and vectors become channels", async () => {
  const rgb = niftiFile({
    sides: [2, 1, 1],
    type: { code: 128, bytes: 3 },
    write: (view, at, index) => [0, 1, 2].forEach((i) => view.setUint8(at + i, 10 * index + i)),
  })
  const colours = await decodeVolume(rgb)
  expect({ channels: colours.channels, data: [...colours.data] }).toEqual({
    channels: 3,
    data: [0, 10, 1, 11, 2, 12],
  })
  const field = await decodeVolume(niftiFile({ sides: [2, 1, 1, 1, 3] }))
  expect({ channels: field.channels, data: [...field.data] }).toEqual({
    channels: 3,
    data: [0, 1, 2, 3, 4, 5],
  })
})

test("of a time series the first volume is taken, with a warning, or the one that is asked for", async () => {
  for (const file of [niftiFile({ sides: [2, 2, 2, 3] }), await gzip(niftiFile({ sides: [2, 2, 2, 3] }))]) {
    const first = await decodeVolume(file, { axes: "kji" })
    expect(first.data[0]).toBe(0)
    expect(first.findings?.map(({ code, level }) => [code, level])).toEqual([["TIME_CHOSEN", "warning"]])
    const last = await decodeVolume(file, { time: 2, axes: "kji" })
    expect([last.data[0], last.findings]).toEqual([16, undefined])
    expect((await codeOf(decodeVolume(file, { time: 3 })))?.message).toContain("3 volumes; got time 3")
  }
})

test("vectors in time: the components of one time", async () => {
  const { data } = await decodeVolume(niftiFile({ sides: [1, 1, 1, 4, 2] }), { time: 1 })
  expect([...data]).toEqual([1, 5])
})

test("axes are taken as stored, reversed as nibabel has them, or turned towards given directions", async () => {
  // i counts up towards L, j towards A, k towards S.
  const file = niftiFile({
    sides: [2, 3, 4],
    rows: [
      [-1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  })
  const value = (i: number, j: number, k: number) => i + 2 * j + 6 * k
  const ijk = await decodeVolume(file, { axes: "ijk" })
  expect([ijk.shape, ijk.axes]).toEqual([[2, 3, 4], "LAS"])
  expect(ijk.data[(1 * 3 + 2) * 4 + 3]).toBe(value(1, 2, 3))
  const ras = await decodeVolume(file, { axes: "ras" })
  expect([ras.shape, ras.axes]).toEqual([[2, 3, 4], "RAS"])
  expect(ras.data[2 * 4 + 3]).toBe(value(1, 2, 3))
  const spl = await decodeVolume(file, { axes: "SPL" })
  expect(spl.data[3 * 3 * 2 + 1]).toBe(value(1, 2, 3))
  for (const axes of ["RAR", "RA", "XYZ"])
    expect((await codeOf(decodeVolume(file, { axes })))?.code).toBe("AXES_UNSUITABLE")
  expect((await codeOf(decodeVolume(niftiFile({ sides: [2, 2, 2] }), { axes: "RAS" })))?.code).toBe(
    "AXES_UNSUITABLE",
  )
})

test("a quaternion says the directions as well", async () => {
  // Half a turn about k: i and j count down.
  const turned = await decodeVolume(niftiFile({ sides: [2, 2, 2], quaternion: { of: [0, 0, 1] } }), {
    axes: "ijk",
  })
  expect(turned.axes).toBe("LPS")
  const flipped = await decodeVolume(
    niftiFile({ sides: [2, 2, 2], quaternion: { of: [0, 0, 0], flip: true } }),
    { axes: "ijk" },
  )
  expect(flipped.axes).toBe("RAI")
})

test("numbers that are not finite become 0, with a warning", async () => {
  const file = niftiFile({
    sides: [2, 1, 1],
    type: { code: 16, bytes: 4 },
    write: (view, at, index, little) => view.setFloat32(at, index === 0 ? NaN : 7, little),
  })
  const { data, findings } = await decodeVolume(file)
  expect([...data]).toEqual([0, 7])
  expect(findings?.[0]).toMatchObject({ code: "VALUES_REPLACED", level: "warning" })
})

test("a truncated file says how many bytes it should have, and has", async () => {
  const file = niftiFile({ sides: [10, 10, 10] })
  const plain = await codeOf(decodeVolume(file.subarray(0, 1352)))
  expect(plain?.code).toBe("VOLUME_TRUNCATED")
  expect(plain?.data).toEqual({ expected: 2352, found: 1352 })
  const inner = await codeOf(decodeVolume(await gzip(file.subarray(0, 1352))))
  expect([inner?.code, inner?.data]).toEqual(["VOLUME_TRUNCATED", { expected: 2352, found: 1352 }])
  const zipped = await gzip(file)
  expect((await codeOf(decodeVolume(zipped.subarray(0, zipped.length - 300))))?.code).toBe("VOLUME_TRUNCATED")
  expect((await codeOf(decodeVolume(file.subarray(0, 100))))?.code).toBe("VOLUME_TRUNCATED")
  expect((await codeOf(decodeVolume((await gzip(file)).subarray(0, 5))))?.code).toBe("VOLUME_TRUNCATED")
})

test("other files are refused", async () => {
  for (const bytes of [
    new Uint8Array(0),
    new Uint8Array(1000),
    new TextEncoder().encode("<html>".repeat(99)),
  ])
    expect((await codeOf(decodeVolume(bytes)))?.code).toBe("VOLUME_UNRECOGNIZED")
  const broken = await gzip(niftiFile({ sides: [9, 9, 9] }))
  broken.fill(0xff, 12, 60)
  expect((await codeOf(decodeVolume(broken)))?.code).toBe("VOLUME_INVALID")
  const pair = await codeOf(decodeVolume(niftiFile({ sides: [2, 2, 2], magic: "ni1\0" })))
  expect(pair?.code).toBe("VOLUME_UNSUPPORTED")
})

test("types that are not read are named", async () => {
  const complex = niftiFile({ sides: [2, 1, 1], type: { code: 32, bytes: 8 }, write: () => {} })
  const error = await codeOf(decodeVolume(complex))
  expect(error?.code).toBe("VOLUME_UNSUPPORTED")
  expect(error?.message).toContain("complex64 (32)")
})

test("a header that lies costs no memory", async () => {
  const lie = (sides: readonly number[], version: 1 | 2) => {
    const file = niftiFile({ sides: [2, 2, 2], version })
    const view = new DataView(file.buffer)
    for (const [i, side] of sides.entries())
      if (version === 1) view.setInt16(42 + 2 * i, side, true)
      else view.setBigInt64(24 + 8 * i, BigInt(side), true)
    return file
  }
  expect((await codeOf(decodeVolume(lie([2000, 2000, 2000], 1))))?.code).toBe("VOLUME_TOO_LARGE")
  expect((await codeOf(decodeVolume(lie([2 ** 50, 2 ** 50, 2 ** 50], 2))))?.code).toBe("VOLUME_TOO_LARGE")
  expect((await codeOf(decodeVolume(lie([-1, 2, 2], 1))))?.code).toBe("VOLUME_INVALID")
  // As large as is allowed, and zipped: memory grows only with the bytes that are there.
  const before = process.memoryUsage().arrayBuffers
  expect((await codeOf(decodeVolume(await gzip(lie([512, 512, 512], 1)))))?.code).toBe("VOLUME_TRUNCATED")
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24)
  const far = niftiFile({ sides: [2, 2, 2], offset: 2 ** 30 })
  expect((await codeOf(decodeVolume(far)))?.code).toBe("VOLUME_INVALID")
})
