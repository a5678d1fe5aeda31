import type { Tensor } from "@pami/core"
import { expect, test } from "vitest"
import { createLane, type Lane } from "./lane.ts"
import type { LaneReply, Session } from "./messages.ts"
import { serveSessions } from "./serve.ts"
import { openSpread } from "./spread.ts"

/** Whether a session of the tests opens, and what it adds to its feeds. */
interface Opening {
  readonly opens?: boolean
  readonly adds: number
}

/** A lane without a thread: its runs end when `answer` is called. */
function heldLane(log: string[], name: string): Lane<Opening, string> & { answer(): Promise<void> } {
  const held: (() => void)[] = []
  const open = async ({ opens = true, adds }: Opening): Promise<Session<string>> => {
    log.push(`${name} opens`)
    if (!opens) throw new Error("no memory")
    return {
      facts: "one output",
      async run({ x }) {
        await new Promise<void>((resolve) => held.push(resolve))
        log.push(`${name} runs`)
        return { y: { ...x, data: (x.data as Float32Array).map((value) => value + adds) } }
      },
      async release() {
        log.push(`${name} closes`)
      },
    }
  }
  const serve = serveSessions(open, (error) => (error as Error).message)
  const lane = createLane<Opening, string>((onReply) => ({
    post(message, transfer) {
      const there = structuredClone(message, { transfer })
      void serve(there, (reply, transfer) => onReply(structuredClone(reply, { transfer })))
    },
  }))
  return {
    get pending() {
      return lane.pending
    },
    ask: (request, transfer) => lane.ask(request, transfer),
    async answer() {
      await settled()
      held.shift()!()
      await settled()
    },
  }
}

/** Ends when everything that does not wait for `answer` is done. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

const x = (value: number): { x: Tensor } => ({
  x: { dtype: "float32", shape: [1], data: Float32Array.of(value) },
})

test("another lane opens the model when a run finds the others busy, and not before", async () => {
  const log: string[] = []
  const lanes = [1, 2, 3].map((number) => heldLane(log, `lane ${number}`))
  const session = await openSpread([{ adds: 0.5 }, { adds: 0.5 }, { adds: 0.5 }], (index) => lanes[index])
  for (let run = 0; run < 3; run++) {
    const answer = session.run(x(run), ["y"])
    await lanes[0].answer()
    expect((await answer).y.data).toEqual(Float32Array.of(run + 0.5))
  }
  expect(log.splice(0)).toEqual(["lane 1 opens", "lane 1 runs", "lane 1 runs", "lane 1 runs"])

  const together = [session.run(x(1), ["y"]), session.run(x(2), ["y"])]
  await settled()
  expect(log.splice(0)).toEqual(["lane 2 opens"])
  together.push(session.run(x(3), ["y"]))
  await lanes[1].answer()
  expect(log.splice(0)).toEqual(["lane 2 runs"])
  expect((await together[2]).y.data).toEqual(Float32Array.of(3.5))
  await lanes[0].answer()
  await lanes[0].answer()
  await Promise.all(together)
  await session.release()
  expect(log).toEqual(["lane 1 runs", "lane 1 runs", "lane 1 closes", "lane 2 closes"])
})

test("a lane that fails to open the model is left out; a failure of the first is an error", async () => {
  const log: string[] = []
  const lanes = [1, 2, 3].map((number) => heldLane(log, `lane ${number}`))
  const openings = [{ adds: 1 }, { adds: 1, opens: false }, { adds: 1 }]
  const session = await openSpread(openings, (index) => lanes[index])
  const answers = [1, 2, 3, 4].map((value) => session.run(x(value), ["y"]))
  for (let run = 0; run < 4; run++) await lanes[0].answer()
  expect((await Promise.all(answers)).map(({ y }) => y.data[0])).toEqual([2, 3, 4, 5])
  expect(log).toEqual(["lane 1 opens", "lane 2 opens", ...Array.from({ length: 4 }, () => "lane 1 runs")])
  await expect(openSpread([openings[1]], () => lanes[1])).rejects.toThrow("no memory")
})

test("while a program starts, only the first lane is used", async () => {
  const log: string[] = []
  const lanes = [1, 2].map((number) => heldLane(log, `lane ${number}`))
  const session = await openSpread([{ adds: 0 }, { adds: 0 }], (index) => lanes[index], Infinity)
  const answers = [1, 2, 3].map((value) => session.run(x(value), ["y"]))
  for (let run = 0; run < 3; run++) await lanes[0].answer()
  await Promise.all(answers)
  expect(log).not.toContain("lane 2 opens")
})

test("a thread that stops fails its pending requests and all later ones; a late answer is ignored", async () => {
  let stop!: (reason: string) => void
  let answer!: (reply: LaneReply<string>) => void
  const lane = createLane<Opening, string>((onReply, onStop) => {
    stop = onStop
    answer = onReply
    return { post() {} }
  })
  const open = lane.ask({ kind: "open", opening: { adds: 0 } })
  stop("no memory")
  await expect(open).rejects.toThrow("its thread has stopped (no memory): load the model again")
  await expect(lane.ask({ kind: "release", session: 1 })).rejects.toThrow("has stopped")
  expect(() => answer({ job: 0, answer: undefined })).not.toThrow()
})
