import type { Lane } from "@pami/backend-kit"
import { expect, onTestFinished, test, vi } from "vitest"
import { endUnused } from "./end-unused.ts"

/** A lane that opens every model but "broken", and says when it ends. */
function laneThatEnds() {
  vi.useFakeTimers({ toFake: ["setTimeout"] })
  onTestFinished(() => void vi.useRealTimers())
  const end = vi.fn()
  const ask = async (request: { kind: string; opening?: string }) => {
    if (request.opening === "broken") throw new Error("not a model")
    return undefined
  }
  const lane = endUnused({ pending: 0, ask } as unknown as Lane<string, unknown>, end)
  return {
    end,
    open: (opening: string) => lane.ask({ kind: "open", opening }),
    release: () => lane.ask({ kind: "release", session: 0 }),
  }
}

test("a lane ends after its last model is released", async () => {
  const { open, release, end } = laneThatEnds()
  await open("one")
  await open("another")
  await release()
  vi.runAllTimers()
  expect(end).not.toHaveBeenCalled()
  await release()
  vi.runAllTimers()
  expect(end).toHaveBeenCalledOnce()
})

test("a lane serves a model that is opened right after the last was released", async () => {
  const { open, release, end } = laneThatEnds()
  await open("one")
  await release()
  await open("next")
  vi.runAllTimers()
  expect(end).not.toHaveBeenCalled()
})

test("a lane ends after a model that does not open", async () => {
  const { open, end } = laneThatEnds()
  await expect(open("broken")).rejects.toThrow("not a model")
  vi.runAllTimers()
  expect(end).toHaveBeenCalledOnce()
})
