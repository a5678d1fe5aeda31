import { describe, expect, test } from "vitest"
import { checks, runChecks } from "../src/index.ts"
import { bits } from "./broken/bits.ts"
import type { Broken } from "./broken/broken.ts"
import { facts } from "./broken/facts.ts"
import { faults } from "./broken/faults.ts"
import { life } from "./broken/life.ts"
import { ownership } from "./broken/ownership.ts"
import { rows } from "./broken/rows.ts"
import { values } from "./broken/values.ts"

const groups: Record<string, readonly Broken[]> = { rows, bits, values, facts, ownership, life, faults }
// These take seconds: they are tried where they are meant to fail.
const slow = ["memory", "maps/scenes/sliding-window-corrected", "bits/scenes"]
const quick = checks.filter(({ name }) => name !== "memory" && !name.includes("/"))

for (const [group, backends] of Object.entries(groups))
  describe(`a backend that, in its ${group},`, () => {
    test.each(backends)(
      "$fault fails where it should, and is told so",
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

test("every check catches a broken backend", () => {
  const caught = new Set(Object.values(groups).flatMap((backends) => backends.flatMap(({ fails }) => fails)))
  const unneeded = quick.filter(({ name }) => !caught.has(name))
  expect(unneeded.map(({ name }) => name)).toEqual([])
})
