import { explain, isPamiError } from "@pami/core"
import type { Explanation } from "@pami/core"
import { expect, test } from "vitest"
import { inputOf, modelOf, play, target } from "../test/subject.ts"
import { createMethod, methodNames } from "./index.ts"

const shape = [16, 20]
const original = Float32Array.from({ length: 320 }, (_, unit) => 0.5 + ((unit * 37) % 11) / 22)
const game = (values: ArrayLike<number>) => {
  let [inside, outside] = [0, 0]
  for (let unit = 0; unit < 320; unit++)
    if (unit % 20 >= 3 && unit % 20 < 9 && unit >= 80 && unit < 200) inside += values[unit]
    else outside += values[unit]
  return (inside * inside) / 1600 + outside / 4000
}
const options = { passes: 90, seed: 2, segments: 12 }

for (const name of methodNames) {
  const method = createMethod(name, options)
  const sweep = (batch?: number, passes?: number) =>
    play(shape, game, method, {
      input: inputOf(shape, original),
      ...(batch === undefined ? {} : { batch }),
      ...(passes === undefined ? {} : { passes }),
    })
  const explanation = await sweep()
  const map = method.read(explanation)

  test(`${name}: stays within its passes and finds the object`, () => {
    expect(explanation.passes).toBeGreaterThan(0)
    expect(explanation.passes).toBeLessThanOrEqual(90)
    expect(map).toHaveLength(320)
    const mean = (inside: boolean) => {
      const units = [...map.keys()].filter(
        (unit) => (unit % 20 >= 3 && unit % 20 < 9 && unit >= 80 && unit < 200) === inside,
      )
      return units.reduce((sum, unit) => sum + map[unit], 0) / units.length
    }
    expect(mean(true)).toBeGreaterThan(mean(false))
    expect(JSON.parse(JSON.stringify(method.settings))).toEqual(method.settings)
    expect(method.name).toBe(name)
  })

  test(`${name}: the same bytes whatever the batch, from a clone, and in another run`, async () => {
    for (const batch of [1, 7, 64]) expect(method.read(await sweep(batch))).toEqual(map)
    expect(createMethod(name, options).read(structuredClone(explanation))).toEqual(map)
  })

  test(`${name}: ended early, by passes or by the caller, it still reads a map`, async () => {
    for (const passes of [1, 2, 3, 17]) {
      const read = method.read(await sweep(undefined, passes))
      expect(read).toHaveLength(320)
      expect(
        read.every(
          (value) => Number.isFinite(value) || (Number.isNaN(value) && "occlusion pami rise".includes(name)),
        ),
      ).toBe(true)
    }
    const stop = new AbortController()
    const error: unknown = await explain({
      model: await modelOf(shape, game),
      input: inputOf(shape, original),
      target,
      partitioner: method.partitioner,
      signal: stop.signal,
      batch: 4,
      onProgress: ({ passes }) => passes >= 8 && stop.abort(),
    }).catch((reason: unknown) => reason)
    expect(isPamiError(error) && error.code).toBe("ABORTED")
    expect(method.read((error as { partial: Explanation }).partial)).toHaveLength(320)
  })

  test(`${name}: a target or a grid that is not there is refused`, () => {
    expect(() => method.read(explanation, 5)).toThrow(RangeError)
    expect(() => method.read(explanation, undefined, "text")).toThrow('no grid "text"')
  })
}

test("an unknown name and options out of range are refused", () => {
  expect(() => createMethod("gradient" as never)).toThrow("a method is pami, joint-regression")
  for (const name of methodNames) expect(() => createMethod(name, { passes: 0.5 })).toThrow(RangeError)
})
