import { classProbability, denseInput, PamiError } from "@pami/core"
import { expect, test } from "vitest"
import {
  type Check,
  htmlReport,
  measureBackends,
  referenceBackend,
  runChecks,
  type Subject,
  zooSubjects,
} from "../src/index.ts"
import { mapData, withModel } from "./broken/broken.ts"

const reference = { name: "reference", create: referenceBackend }
const absent = {
  name: "absent",
  create() {
    throw new PamiError("BACKEND_UNAVAILABLE", 'its <native> part & "all" is missing')
  },
}
/** Adds 0.5 to every third output. */
const leaning = {
  name: "leaning",
  create: withModel(({ run }) => ({
    run: async (feeds) =>
      mapData(await run(feeds), (data) => data.map((value, i) => value + (i % 3 === 0 ? 0.5 : 0))),
  })),
}

/** Returns a backend whose outputs drift by one more step in every run. */
const drifting = (step: number) => {
  let drift = 0
  return {
    name: "drifting",
    create: withModel(({ run }) => ({
      async run(feeds) {
        drift += step
        return mapData(await run(feeds), (data) => data.map((value, i) => value + (i % 3) * drift))
      },
    })),
  }
}

const own: Subject = {
  model: "linear.json",
  name: "my numbers",
  open: (backend) => backend.load(new URL("../fixtures/linear/model.json", import.meta.url).href),
  input: () =>
    denseInput({
      name: "x",
      units: [4],
      planes: 1,
      inner: 1,
      shape: [4],
      original: Float32Array.of(0.1, 0.2, -0.1, 0.3),
      baseline: new Float32Array(4),
    }),
  target: classProbability({ activation: "softmax" }),
}

test("subjects of the zoo are compared with the stored truth", async () => {
  const [row] = await measureBackends([reference], zooSubjects.slice(0, 1))
  expect(row).toMatchObject({
    backend: "reference",
    model: "scenes",
    subject: "scenes/sliding-window-corrected",
    against: "stored truth",
    largestLevelDifference: 0,
    samePeak: true,
    passed: true,
    reasons: [],
  })
  // Outputs are rounded to float32 once: by half a unit in the last place of a logit, which is at most 16.
  expect(row.largestScoreDifference).toBeLessThanOrEqual(16 * 2 ** -24)
  expect(row.passesPerSecond).toBeGreaterThan(0)
})

test("a model without truth is compared with the first backend that runs it, and a backend that fails has a row", async () => {
  const rows = await measureBackends([absent, reference, leaning], [own], { passes: 4 })
  expect(rows.map(({ backend, against, passed }) => [backend, against, passed])).toEqual([
    ["absent", null, false],
    ["reference", "reference", true],
    ["leaning", "reference", false],
  ])
  expect(rows[0].reasons).toEqual(['BACKEND_UNAVAILABLE: its <native> part & "all" is missing'])
  expect(rows[0].largestMapDifference).toBeNull()
  expect(rows[1]).toMatchObject({ largestScoreDifference: 0, largestMapDifference: 0, rankCorrelation: 1 })
  expect(rows[2].reasons[0]).toMatch(
    /^scores differ by 0\.\d+ in pass \d, target \d; the tolerance is 2\.0e-5$/,
  )
})

test("a backend with random outputs fails, and is not the truth for others", async () => {
  const verdicts = async (candidates: Parameters<typeof measureBackends>[0]) =>
    (await measureBackends(candidates, [own], { passes: 4 })).map(({ backend, comparable, passed }) => [
      backend,
      comparable,
      passed,
    ])
  expect(await verdicts([reference, drifting(0.1)])).toEqual([
    ["reference", true, true],
    ["drifting", true, false],
  ])
  expect(await verdicts([drifting(0.1), reference])).toEqual([
    ["drifting", false, false],
    ["reference", false, false],
  ])
  // A backend that only rounds differently in each run is a valid truth; `leaning` is wrong.
  expect(await verdicts([drifting(1e-7), reference, leaning])).toEqual([
    ["drifting", true, true],
    ["reference", true, true],
    ["leaning", true, false],
  ])
})

test("progress is reported, and an aborted comparison keeps its rows", async () => {
  const controller = new AbortController()
  const shares: number[] = []
  const subjects = [own, { ...own, name: "again" }]
  const rows = await measureBackends([reference], subjects, {
    passes: 4,
    signal: controller.signal,
    onProgress: ({ share }) => shares.push(share),
    onRow: () => controller.abort(),
  })
  expect(rows.map(({ subject }) => subject)).toEqual(["my numbers"])
  expect([shares[0], shares.at(-1)]).toEqual([0, 1])
})

test("the row of an exempt subject has the reason and the numbers", async () => {
  const exempt = {
    name: "exempt",
    create: () => ({ ...leaning.create(), exemptions: { "maps/my numbers": "its <weights> are halved" } }),
  }
  const rows = await measureBackends([reference, exempt], [own], { passes: 4 })
  expect(rows[0].exemption).toBeNull()
  expect(rows[1]).toMatchObject({
    passed: false,
    exemption: "its <weights> are halved",
    against: "reference",
  })
  expect(rows[1].largestScoreDifference).toBeGreaterThan(0)
  expect(htmlReport(rows)).toMatch(/>exempt<\/span><ul><li>its &lt;weights&gt; are halved<\/li>/)
})

test("an aborted suite keeps its results, and the page shows them by backend", async () => {
  const controller = new AbortController()
  const check = (name: string, run: Check["run"]): Check => ({ name, promise: `${name} works`, run })
  const results = await runChecks(referenceBackend, {
    checks: [
      check("first", async () => {}),
      check("second", () => Promise.reject(new Error("1 < 2"))),
      check("third", async () => {}),
    ],
    signal: controller.signal,
    onResult: ({ outcome }) => outcome === "failed" && controller.abort(),
  })
  expect(results.map(({ outcome }) => outcome)).toEqual(["passed", "failed"])
  const page = htmlReport([], {}, { one: results, two: results.slice(0, 1) })
  expect(page).toContain("2 of 3 checks of the contract passed")
  expect(page).toMatch(
    /second works<\/td><td><span class="failed">failed<\/span><ul><li>1 &lt; 2<.*<td>–<\/td>/,
  )
})

test("the page has every row, tolerance and fact, and loads nothing", async () => {
  const rows = await measureBackends([absent, reference], [own], { passes: 4 })
  const page = htmlReport(rows, { processor: "one of two" })
  expect(page).toContain("1 of 2 comparisons passed")
  expect(page).toContain("BACKEND_UNAVAILABLE: its &lt;native&gt; part &amp; &quot;all&quot; is missing")
  expect(page).toContain('<th scope="row">processor</th><td>one of two</td>')
  expect(page).toContain("5e-6")
  expect(page).toContain("prefers-color-scheme: dark")
  expect(page).not.toMatch(/<script|src=|href=|url\(|@import/)
})
