import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { methodNames } from "@pami/methods"
import { expect, test } from "vitest"
import { mean } from "../src/quality/mean.ts"
import { sanityOf, shuffledZooModel } from "../src/quality/sanity.ts"
import { zooScenes } from "../src/quality/zoo.ts"

test("shuffling the weights of the zoo's model destroys the map of every method", async () => {
  const backend = onnxruntimeNode({ threads: 1 })
  const [group, shuffled] = [await zooScenes(backend, 5), await shuffledZooModel(backend, 1)]
  const results = await sanityOf(group.subjects, shuffled, 100)
  await shuffled.dispose()
  await group.dispose()
  expect(results.map(({ method }) => method)).toEqual(methodNames)
  for (const { method, same } of results) expect(Math.abs(mean(same)), method).toBeLessThan(0.3)
}, 120_000)
