import type { ModelSource } from "@pami/core"
import { describe, expect, test } from "vitest"
import { checks, referenceBackend, runChecks } from "../src/index.ts"
import { bits } from "./broken/bits.ts"
import { type Broken, withModel } from "./broken/broken.ts"
import { facts } from "./broken/facts.ts"
import { errors } from "./broken/errors.ts"
import { life } from "./broken/life.ts"
import { ownership } from "./broken/ownership.ts"
import { rows } from "./broken/rows.ts"
import { values } from "./broken/values.ts"

const groups: Record<string, readonly Broken[]> = { rows, bits, values, facts, ownership, life, errors }
// These take seconds: they run only for backends that must fail them.
const slow = ["memory", "maps/scenes/sliding-window-corrected", "bits/scenes"]
const quick = checks.filter(({ name }) => name !== "memory" && !name.includes("/"))

for (const [group, backends] of Object.entries(groups))
  describe(`${group}: a backend that`, () => {
    test.each(backends)(
      "$defect fails the right checks, with a message that names the defect",
      async ({ create, fails, says, timeout }) => {
        const more = checks.filter(({ name }) => slow.includes(name) && fails.includes(name))
        const results = await runChecks(create, {
          checks: [...quick, ...more],
          ...(timeout === undefined ? {} : { timeout }),
        })
        const failed = results.filter(({ outcome }) => outcome === "failed")
        expect(failed.map(({ check }) => check.name)).toEqual(fails)
        expect(failed[0].message).toContain(says)
      },
    )
  })

test("after a map check that hangs, the others do not run", async () => {
  const maps = checks.filter(({ name }) => name.startsWith("maps/scenes/"))
  const hanging = withModel(({ run }) => {
    let runs = 0
    // Hangs after the preflight, in the sweep.
    return { run: (feeds) => (++runs < 8 ? run(feeds) : new Promise(() => {})) }
  })
  const results = await runChecks(hanging, { checks: maps, timeout: 500 })
  expect(results.map(({ outcome }) => outcome)).toEqual(["failed", ...maps.slice(1).map(() => "unavailable")])
  expect(results[1].message).toMatch(/^not run: in maps\/scenes\/.*did not finish within 0.5 s/)
})

test("frozen backends and models pass", async () => {
  const { load, ...rest } = referenceBackend()
  const frozen = () =>
    Object.freeze({ ...rest, load: async (source: ModelSource) => Object.freeze(await load(source)) })
  const results = await runChecks(frozen, { checks: quick.filter(({ name }) => name !== "handles") })
  expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([])
})

test("every check catches a broken backend", () => {
  const caught = new Set(Object.values(groups).flatMap((backends) => backends.flatMap(({ fails }) => fails)))
  const unneeded = quick.filter(({ name }) => !caught.has(name))
  expect(unneeded.map(({ name }) => name)).toEqual([])
})
