import { expect, test, vi } from "vitest"
import { isolate } from "../../src/service/register.ts"

test("a page that may not store anything starts, without isolation", async () => {
  vi.stubGlobal("crossOriginIsolated", false)
  const denied = vi.fn(() => {
    throw new DOMException("Access is denied for this document", "SecurityError")
  })
  vi.stubGlobal("sessionStorage", undefined)
  Object.defineProperty(globalThis, "sessionStorage", { configurable: true, get: denied })
  await isolate()
  expect(denied).toHaveBeenCalled()
})
