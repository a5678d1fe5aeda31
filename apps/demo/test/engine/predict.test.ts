import { presetNames } from "@pami/image"
import { expect, test } from "vitest"
import type { Snapshot } from "../../src/engine/contract.ts"
import { engineOf, plainly } from "./any-model.ts"

const first = { target: 0, versus: null }
const presets = presetNames.map((preset) => ({ preset }))

test("of several outputs the one that is asked for is explained, and again the usual one", async () => {
  const engine = await engineOf((means) => ({
    a: means.map((mean) => [mean, 1 - mean]),
    b: means.map((mean) => [0.1, 0.2, 0.7 - mean, mean]),
  }))
  const classesOf = async (output: string | null) => {
    const prediction = await engine.predict({ ...plainly, output, activation: "auto" })
    return prediction.classes.length
  }
  expect(await classesOf("a")).toBe(2)
  expect(await classesOf("b")).toBe(4)
  expect(await classesOf("a")).toBe(2)
})

test("a preset under which the answer is not a number is not offered", async () => {
  // Pixels beyond 2 are those of "0-255" and "caffe".
  const engine = await engineOf((means) => ({
    p: means.map((mean) => (Math.abs(mean) > 2 ? [NaN, NaN] : [0.4, 0.6])),
  }))
  await engine.predict(plainly)
  const outcomes = await engine.tryChanges(plainly, presets)
  expect(outcomes[presetNames.indexOf("0-255")]).toBeNull()
  const fitting = outcomes.filter((outcome) => outcome !== null)
  expect(fitting.length).toBeGreaterThan(2)
  expect(fitting.every((outcome) => outcome.id === 1)).toBe(true)
})

test("of 150,000 classes the likeliest are listed, which is said, and presets are tried", async () => {
  const many = 150_000
  const row = Array.from({ length: many }, (_, index) => (index === 77_777 ? 0.9 : 0.1 / many))
  const engine = await engineOf((means) => ({ p: means.map(() => row) }))
  const prediction = await engine.predict(plainly)
  expect(prediction.classes[0].class).toBe(77_777)
  expect(prediction.classes).toHaveLength(2000)
  const limited = prediction.findings.find(({ code }) => code === "CLASSES_LIMITED")
  expect(limited?.message).toContain("150000 classes; the 2000")
  expect((await engine.tryChanges(plainly, presets))[0]).toMatchObject({ id: 77_777 })
})

test("a stop ends the trial of changes after the pass under way", async () => {
  const engine = await engineOf((means) => ({ p: means.map((mean) => [mean, 1 - mean]) }))
  await engine.predict(plainly)
  const before = await engine.passes()
  const trials = engine.tryChanges(plainly, presets)
  engine.stop()
  await expect(trials).rejects.toMatchObject({ code: "ABORTED" })
  expect((await engine.passes()) - before).toBeLessThan(3)
  // The next trial is not ended by it.
  expect(await engine.tryChanges(plainly, presets)).toHaveLength(presets.length)
})

test("what a change gives is what the prediction says once it is made; activations share a pass", async () => {
  const engine = await engineOf((means) => ({
    a: means.map((mean) => [3 * mean, 1, 0]),
    b: means.map(() => [0, 0, 5]),
  }))
  const used = { ...plainly, output: "a" }
  await engine.predict(used)
  const changes = [
    { activation: "softmax" },
    { activation: "sigmoid" },
    { activation: "value" },
    { output: "b" },
    { preset: "-1-1" },
    { mean: [0.2], std: [0.1] },
    { layout: "nhwc" },
    { activation: "softmax", output: "none" },
  ] as const
  const before = await engine.passes()
  await engine.tryChanges(used, changes.slice(0, 3))
  expect((await engine.passes()) - before).toBe(1)
  const outcomes = await engine.tryChanges(used, changes)
  for (const [index, change] of changes.entries()) {
    const answer = await engine.predict({ ...used, ...change }).catch(() => null)
    const outcome = outcomes[index]
    expect(outcome && { class: outcome.id, score: outcome.score, scale: outcome.scale }).toEqual(
      answer && { ...answer.classes[0], scale: answer.scale },
    )
  }
  expect(outcomes.map((outcome) => outcome?.id)).toEqual([0, 0, 0, 2, 1, 0, undefined, undefined])
})

test("a finding that only large batches show comes with the map", async () => {
  // In batches of more than two the answers are moved by one.
  const engine = await engineOf((means) => ({
    p: means.map((_, i) => {
      const mean = means.length > 2 ? means[(i + 1) % means.length] : means[i]
      return [mean, 1 - mean]
    }),
  }))
  const prediction = await engine.predict(plainly)
  expect(prediction.findings.map(({ code }) => code)).not.toContain("BATCH_DIFFERS")
  const told: Snapshot[] = []
  await engine.explain(plainly, first, (step) => void told.push(step))
  expect(told[0].found.map(({ code }) => code)).toEqual(["BATCH_DIFFERS"])
})

test.each([{ passes: 2e7 }, { mask: "noise", seed: 1e17 }] as const)(
  "settings beyond the limits are refused with a code: %j",
  async (wrong) => {
    const engine = await engineOf((means) => ({ p: means.map((mean) => [mean, 1 - mean]) }))
    await expect(engine.predict({ ...plainly, ...wrong })).rejects.toMatchObject({
      code: "RECIPE_INVALID",
    })
  },
)

test.each([
  { labels: "cat\ndog", says: /one for the background only if/ },
  { labels: "background\ncat\ndog\nfox", says: /from 0 on/ },
])(
  "labels that come later are met with the advice for a background class: $labels",
  async ({ labels, says }) => {
    const engine = await engineOf((means) => ({
      p: means.map((mean) => [mean, 0.5 - mean / 2, 0.5 - mean / 2]),
    }))
    await engine.predict(plainly)
    const named = { name: "labels.txt", text: labels }
    const { findings, isStale } = await engine.learn({ file: "m.onnx", near: {}, labels: named })
    expect(isStale).toBe(false)
    expect(findings!.find(({ code }) => code === "CLASS_COUNT_DIFFERS")?.fix).toMatch(says)
  },
)
