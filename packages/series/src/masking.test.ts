import { expect, test } from "vitest"
import { plain, tone } from "../test/fixtures.ts"
import { channelMean, defaultMasking, interpolation, matchedNoise, type Series, silence } from "./index.ts"

const two: Series = { data: Float32Array.of(1, 10, 9, 20, 2, 60), length: 3, channels: 2 }

test("silence, the mean and the line between the ends, for each channel", async () => {
  expect([...(await silence().baseline(two)).data]).toEqual([0, 0, 0, 0, 0, 0])
  expect([...(await channelMean().baseline(two)).data]).toEqual([4, 30, 4, 30, 4, 30])
  expect([...(await interpolation().baseline(two)).data]).toEqual([1, 10, 1.5, 35, 2, 60])
  expect([...(await interpolation().baseline(plain([3]))).data]).toEqual([3])
})

test("sound is masked with silence by default, and measurements with their mean", () => {
  expect(defaultMasking(plain([1], { kind: "sound" })).name).toBe("silence")
  expect(defaultMasking(plain([1])).name).toBe("channel-mean")
})

test("noise has the level and the frequencies of the series, and is the same for the same seed", async () => {
  const series = tone(1010, 8000, 8000)
  const [one, same, other] = await Promise.all(
    [1, 1, 2].map(async (seed) => (await matchedNoise({ seed }).baseline(series)).data),
  )
  expect(one).toEqual(same)
  expect(one).not.toEqual(other)
  const power = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0)
  expect(power(one) / power(series.data)).toBeGreaterThan(0.5)
  expect(power(one) / power(series.data)).toBeLessThan(1.5)
  // A tone crosses zero twice in each period; so does noise in a narrow band around it.
  const turns = (values: Float32Array) =>
    values.reduce((count, value, i) => count + Number(i > 0 && value * values[i - 1] < 0), 0)
  expect(Math.abs(turns(one) / turns(series.data) - 1)).toBeLessThan(0.1)
  expect(() => matchedNoise({ seed: 0.5 })).toThrow(RangeError)
})
