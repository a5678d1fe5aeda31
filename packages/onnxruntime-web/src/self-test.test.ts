import type { Feeds, Model, Tensors } from "@pami/core"
import { difference, trial } from "@pami/onnxruntime-common"
import { bakedBatch, batchCoupled, brightness } from "@pami/test-models"
import { beforeAll, describe, expect, test } from "vitest"
import { onnxruntimeWeb } from "./index.ts"
import { runInPairs } from "./run-in-pairs.ts"

let sound: Model

beforeAll(async () => {
  sound = await onnxruntimeWeb().load(brightness({ size: 4 }))
})

/** A correct model on a device that changes its outputs. */
function broken(change: (numbers: Float32Array) => void): Model {
  return {
    ...sound,
    async run(feeds: Feeds): Promise<Tensors> {
      const outputs = await sound.run(feeds)
      change(outputs.probabilities.data as Float32Array)
      return outputs
    },
  }
}

describe("the test of a device", () => {
  test("passes correct outputs, also with other rounding", async () => {
    expect(await difference(sound, await trial(sound))).toBeUndefined()
    expect(
      await difference(
        broken((numbers) => numbers.forEach((x, i) => (numbers[i] = x + 1e-5))),
        await trial(sound),
      ),
    ).toBe(undefined)
  })

  test.each([
    [
      "only the first item is right",
      (numbers: Float32Array) => numbers.fill(0, 3),
      "for item 1 of a batch of 3",
    ],
    ["every item is the first", (numbers: Float32Array) => numbers.copyWithin(3, 0, 3), "for item 1"],
    ["items change places", (numbers: Float32Array) => numbers.set(numbers.slice(3, 6), 0), "for item 0"],
    ["not a number", (numbers: Float32Array) => numbers.fill(NaN, 7, 8), "holds NaN instead of"],
  ])("fails where %s", async (_, change, message) => {
    expect(await difference(broken(change), await trial(sound))).toContain(message)
  })

  test("fails beside an infinite number, as of a logit that is masked", async () => {
    const { feeds, expected, half } = await trial(sound)
    const { probabilities } = expected
    const data = (probabilities.data as Float32Array).slice()
    data[0] = -Infinity
    const masked = { feeds, expected: { probabilities: { ...probabilities, data } }, half }
    const device = broken((numbers) => numbers.fill(-Infinity, 0, 1).fill(0, 3))
    expect(await difference(device, masked)).toContain("for item 1 of a batch of 3")
  })

  test("uses a single item for a model that takes no more", async () => {
    const single = await onnxruntimeWeb().load(bakedBatch())
    expect(await difference(single, await trial(single))).toBeUndefined()
  })
})

describe("a single item", () => {
  const sizes: number[] = []
  const counted = (model: Model): Model => ({
    ...model,
    run(feeds) {
      sizes.push(feeds.image.shape[0])
      return model.run(feeds)
    },
  })
  const one = (model: Model) =>
    model.run({
      image: { dtype: "float32", shape: [1, 3, 4, 4], data: new Float32Array(48).fill(0.5, 0, 16) },
    })

  test("runs as a pair, after the first comparison", async () => {
    const model = runInPairs(counted(sound))
    const answers = [await one(model), await one(model)]
    expect(sizes.splice(0)).toEqual([1, 2, 2])
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0].probabilities.shape).toEqual([1, 3])
  })

  test("stays single when the items of a batch are not independent", async () => {
    const coupled = await onnxruntimeWeb().load(batchCoupled())
    const summing: Model = {
      ...coupled,
      async run(feeds) {
        const count = feeds.image.shape[0]
        const data = new Float32Array(3 * count).fill(count)
        return { probabilities: { dtype: "float32", shape: [count, 3], data } }
      },
    }
    const model = runInPairs(counted(summing))
    for (let run = 0; run < 3; run++) {
      expect((await one(model)).probabilities.data).toEqual(Float32Array.of(1, 1, 1))
    }
    expect(sizes.splice(0)).toEqual([1, 2, 1, 1])
  })
})
