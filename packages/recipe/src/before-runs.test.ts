import { contractVersion } from "@pami/core"
import type { Model, Tensors } from "@pami/core"
import { expect, test } from "vitest"
import { beforeRuns } from "./index.ts"

/** A model that is an instance of a class, and writes down what happens. */
class Recorder implements Model {
  readonly contract = contractVersion
  readonly backend = "arithmetic"
  readonly inputs = []
  readonly outputs = []
  readonly limits = { preferredBatch: 8 }
  readonly digest = "sha256:of nothing"
  readonly settings = {}
  readonly events: string[] = []
  async run(): Promise<Tensors> {
    this.events.push("run")
    return {}
  }
  async dispose(): Promise<void> {
    this.events.push("dispose")
  }
}

test("every run waits for what is done before it, which gets the number of items", async () => {
  const model = new Recorder()
  const slowed = beforeRuns(model, async (items) => {
    await Promise.resolve()
    model.events.push(`before ${items}`)
  })
  await slowed.run({ x: { dtype: "float32", shape: [3, 2], data: new Float32Array(6) } })
  await slowed.run({})
  await slowed.dispose()
  expect(model.events).toEqual(["before 3", "run", "before 0", "run", "dispose"])
  expect(slowed.backend).toBe("arithmetic")
})
