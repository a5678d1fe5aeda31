import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { errorOf, tone } from "../../test/fixtures.ts"
import { decodeFlac, decodeMp3, decodeSeries, decodeSeriesText, encodeWav, seriesOfArray } from "../index.ts"

const sound = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../test/sounds/${name}`, import.meta.url)))
const text = (content: string) => new TextEncoder().encode(content)

test("a FLAC file gives its samples exactly: two tones in 16 bits", async () => {
  const { data, ...rest } = await decodeSeries(sound("tones.flac"))
  expect(rest).toEqual({ length: 800, channels: 2, rate: 16_000, kind: "sound" })
  // libsndfile rounds to 16 bits.
  const error = Array.from({ length: 800 }, (_, i) => [
    Math.abs(data[2 * i] - 0.5 * Math.sin((2 * Math.PI * 440 * i) / 16_000)),
    Math.abs(data[2 * i + 1] - 0.25 * Math.sin((2 * Math.PI * 880 * i) / 16_000)),
  ]).flat()
  expect(Math.max(...error)).toBeLessThan(1 / 32768)
})

test("an MP3 file of one channel gives one channel at its rate, and the tone is there", async () => {
  const { data, length, channels, rate } = await decodeSeries(sound("tone.mp3"))
  expect([length, channels, rate]).toEqual([2400, 1, 16_000])
  // Away from the ends, where the codec has settled: its amplitude at 440 Hz.
  const part = data.subarray(800, 1600)
  const [re, im] = [Math.cos, Math.sin].map((wave) =>
    part.reduce((sum, value, i) => sum + value * wave((2 * Math.PI * 440 * i) / 16_000), 0),
  )
  expect((2 * Math.hypot(re, im)) / part.length).toBeCloseTo(0.5, 1)
})

test("broken and truncated sounds give errors with codes", async () => {
  const flac = sound("tones.flac")
  expect(await errorOf(() => decodeFlac(flac.slice(0, 600)))).toMatch(/^SERIES_TRUNCATED/)
  expect(await errorOf(() => decodeFlac(flac.slice(0, 20)))).toMatch(/^SERIES_BROKEN/)
  expect(await errorOf(() => decodeMp3(text("hello world, this is nothing at all. ".repeat(50))))).toMatch(
    /^SERIES_BROKEN/,
  )
  // 2^36 - 1 samples declared: refused before anything is decoded.
  const vast = flac.slice()
  vast.set([0xff, 0xff, 0xff, 0xff, 0xff], 21)
  expect(await errorOf(() => decodeFlac(vast))).toMatch(/^SERIES_TOO_LARGE/)
})

test("the first bytes decide the decoder, and other files are refused", async () => {
  expect((await decodeSeries(encodeWav(tone(440, 8000, 80)))).length).toBe(80)
  expect((await decodeSeries(text("1;2\n3;4"))).channels).toBe(2)
  for (const bytes of [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0), new Uint8Array()])
    expect(await errorOf(() => decodeSeries(bytes))).toMatch(/^SERIES_UNSUPPORTED/)
})

test("numbers in UTF-16 are read, and not taken for an MP3", async () => {
  for (const [mark, order] of [
    [
      [0xff, 0xfe],
      [0, 1],
    ],
    [
      [0xfe, 0xff],
      [1, 0],
    ],
  ]) {
    const bytes = [...text("1,2\n3,4\n")].flatMap((byte) => order.map((at) => (at === 0 ? byte : 0)))
    const { data, channels } = await decodeSeries(Uint8Array.from([...mark, ...bytes]))
    expect([channels, ...data]).toEqual([2, 1, 2, 3, 4])
  }
})

test("columns are separated by commas, semicolons, tabs or spaces, with or without names", () => {
  for (const content of ["1,2\n3,4\n", "1;2\r\n3;4", "1\t2\n3\t4\n\n", " 1  2 \n3 4", "1.0e0,2\n3,4"]) {
    const series = decodeSeriesText(text(content))
    expect([series.length, series.channels, [...series.data], series.names]).toEqual([
      2,
      2,
      [1, 2, 3, 4],
      undefined,
    ])
  }
  const named = decodeSeriesText(text('time,"wind, east",west\n0,1,2\n1,3,4'), {
    columns: ["wind, east", 3],
    rate: 2,
  })
  expect(named).toMatchObject({ length: 2, channels: 2, names: ["wind, east", "west"], rate: 2 })
  expect([...named.data]).toEqual([1, 2, 3, 4])
})

test("one row of numbers is one channel over time, with a finding", () => {
  const series = decodeSeriesText(text("1,2,3\n"))
  expect([series.length, series.channels, series.findings?.map(({ code }) => code)]).toEqual([
    3,
    1,
    ["ROW_AS_SERIES"],
  ])
})

test("errors of a table name the row and the column", async () => {
  const of = (content: string, options = {}) => errorOf(() => decodeSeriesText(text(content), options))
  expect(await of("a,b\n1,2\n3\n")).toContain("SERIES_RAGGED: the table cannot be read: row 3 has 1 columns")
  expect(await of("a,b\n1,2\n3,x\n")).toContain(
    'SERIES_NOT_NUMERIC: the table cannot be read: row 3, column "b" is "x"',
  )
  expect(await of("1,2\n3,\n")).toContain("row 2, column 2 is empty")
  expect(await of("1,2\n3,NaN\n")).toContain("SERIES_NOT_NUMERIC")
  expect(await of("1,2\n3,1e60\n")).toContain("SERIES_NOT_NUMERIC")
  expect(await of("a,b\n")).toContain("SERIES_EMPTY")
  expect(await of(" \n\n")).toContain("SERIES_EMPTY")
  expect(await of("a,b\n1,2\n", { columns: ["c"] })).toContain('no column "c"; it has a, b')
})

test("arrays are [T] or [T, F], or channels first where that is said", async () => {
  const of = (shape: number[], options = {}) => {
    const data = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => BigInt(i))
    const { length, channels, data: values } = seriesOfArray({ shape, data }, options)
    return [length, channels, [...values]]
  }
  expect(of([3])).toEqual([3, 1, [0, 1, 2]])
  expect(of([1, 1, 3])).toEqual([3, 1, [0, 1, 2]])
  expect(of([3, 1])).toEqual([3, 1, [0, 1, 2]])
  expect(of([2, 2])).toEqual([2, 2, [0, 1, 2, 3]])
  expect(of([2, 3], { channelsFirst: true })).toEqual([3, 2, [0, 3, 1, 4, 2, 5]])
  expect(await errorOf(() => of([2, 2, 2]))).toMatch(/^SERIES_UNSUPPORTED/)
  expect(await errorOf(() => of([0, 2]))).toMatch(/^SERIES_EMPTY/)
  expect(await errorOf(() => seriesOfArray({ shape: [1], data: [NaN] }))).toMatch(/^SERIES_NOT_NUMERIC/)
})
