import { slow } from "@pami/browser-tests/slow-devices"
import { expect, test } from "vitest"
import { checks, conformance, referenceBackend, runChecks } from "../src/index.ts"
import { ownership } from "../test/broken/ownership.ts"

conformance(test, () => ({ ...referenceBackend(), exemptions: slow }))

test("a leak shows in the memory of a page", async () => {
  const { create } = ownership.find(({ fails }) => fails.includes("memory"))!
  const [{ outcome, message }] = await runChecks(create, {
    checks: checks.filter(({ name }) => name === "memory"),
  })
  expect(outcome).toBe("failed")
  expect(message).toContain("make the memory of the page grow by")
})
