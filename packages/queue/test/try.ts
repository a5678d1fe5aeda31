import { readFileSync } from "node:fs"
import { openQueue, sendToQueue, workOnQueue } from "../src/index.ts"
import { stubPlan, stubWorker } from "./stub.ts"
const address = readFileSync("/tmp/queue/redis.address", "utf8")
const n = Number(process.argv[2])
const t0 = performance.now()
const at = () => Math.round(performance.now() - t0)
const plan = stubPlan(),
  ids = Array.from({ length: n }, (_, i) => `photos/${i}/${"x".repeat(400)}`)
const q = await openQueue(address, { onNotice: (m) => console.log(at(), m.slice(0, 160)) }),
  q2 = await openQueue(address, { onNotice: (m) => console.log(at(), "w", m.slice(0, 160)) })
import { storeOf } from "../src/store.ts"
import { nameOfRun } from "../src/registry.ts"
const pr = storeOf(q).jobs(nameOfRun(q, plan.question))
setInterval(
  async () => console.log(at(), JSON.stringify(await pr.getJobCounts().catch((e) => e.message)), c),
  2000,
)
const stop = new AbortController()
let c = 0
setTimeout(() => console.log(at(), "state", c), 5000)
const w = new Promise((r) => setTimeout(r, 2000)).then(() =>
  workOnQueue(q2, {
    plan,
    ids: new Set(ids),
    workers: [stubWorker(plan)],
    lostAfter: 500,
    signal: stop.signal,
  }),
)
for await (const lines of sendToQueue(q, plan).explain(ids.map((id) => ({ id, methods: ["pami"] }))))
  c += (lines as []).length
console.log("done", c, at())
stop.abort()
console.log(await w, at())
await q.close()
await q2.close()
