import { Tensor } from "onnxruntime-web/wasm"
import { expect, test } from "vitest"
import { openSession } from "./session.ts"

/** A runtime that records its calls. */
function recorder() {
  const events: string[] = []
  let count = 0
  const create = async () => {
    const name = `session ${++count}`
    events.push(`${name} opens`)
    return {
      inputNames: [],
      outputNames: [],
      inputMetadata: [],
      outputMetadata: [],
      async run() {
        events.push(`${name} runs`)
        await new Promise((done) => setTimeout(done, 1))
        events.push(`${name} has run`)
        return {}
      },
      async release() {
        events.push(`${name} closes`)
      },
      startProfiling() {},
      endProfiling() {},
    }
  }
  return { events, runtime: { InferenceSession: { create }, Tensor } }
}

const opening = { model: new Uint8Array(), external: [], options: {}, lifetime: Infinity }

test("runs follow one another, and a session is replaced after its last run", async () => {
  const { events, runtime } = recorder()
  const session = await openSession(runtime, { ...opening, lifetime: 2 })
  await Promise.all([1, 2, 3].map(() => session.run({}, [])))
  await session.release()
  expect(events).toEqual([
    "session 1 opens",
    "session 1 runs",
    "session 1 has run",
    "session 1 runs",
    "session 1 has run",
    "session 1 closes",
    "session 2 opens",
    "session 2 runs",
    "session 2 has run",
    "session 2 closes",
  ])
})

test("runs of different sessions follow one another", async () => {
  const { events, runtime } = recorder()
  const sessions = await Promise.all([openSession(runtime, opening), openSession(runtime, opening)])
  await Promise.all(sessions.map((session) => session.run({}, [])))
  expect(events.slice(2)).toEqual([
    "session 1 runs",
    "session 1 has run",
    "session 2 runs",
    "session 2 has run",
  ])
})

test("the event loop turns between two runs", async () => {
  const { events, runtime } = recorder()
  const atOnce = {
    ...(await runtime.InferenceSession.create()),
    async run() {
      events.push("runs")
      // In the next turn.
      setImmediate(() => events.push("another"))
      return {}
    },
  }
  const session = await openSession({ ...runtime, InferenceSession: { create: async () => atOnce } }, opening)
  events.length = 0
  await Promise.all([1, 2, 3].map(() => session.run({}, [])))
  expect(events.slice(0, 5)).toEqual(["runs", "another", "runs", "another", "runs"])
})
