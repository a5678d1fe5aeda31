import { expect, test } from "vitest"
import { createMetric, metrics } from "./metrics.ts"

test("a metric has its name, with the variant that is in force, and a protocol of a sentence", () => {
  for (const [name, { variants }] of Object.entries(metrics)) {
    const own = variants === "baselines" ? ["noise"] : variants
    for (const variant of own) expect(createMetric(`${name}:${variant}`).name).toBe(`${name}:${variant}`)
    const { name: full, protocol } = createMetric(name)
    expect(full.split(":")[0]).toBe(name)
    expect(createMetric(full).name).toBe(full)
    expect(protocol).toMatch(/^[A-Z1].+\.$/)
  }
})

test("an unknown metric or variant is refused with those that there are", () => {
  const refused = (name: string) => {
    try {
      createMetric(name)
    } catch (error) {
      return (error as Error).message
    }
    return "accepted"
  }
  expect(refused("insert")).toMatch(/^there is not a metric "insert"; there are insertion, deletion,/)
  expect(refused("pointing:15")).toBe(
    'the metric pointing has the variants authors, torchray, exact; got "15"',
  )
  expect(refused("iou:box")).toBe('the metric iou has no variants; got "box"')
  expect(refused("insertion:")).toBe('the metric insertion takes the name of a baseline; got ""')
  expect(refused("constructor")).toMatch(/^there is not a metric/)
})
