import { spawn } from "node:child_process"
import { findStore, startStore } from "@pami/stores"
import { openQueue, sendToQueue, readQueue } from "../src/index.ts"
import { storeOf } from "../src/store.ts"
import { nameOfRun } from "../src/registry.ts"
import { stubIds, stubPlan } from "./stub.ts"
const kind = process.argv[2] as "redis",
  rounds = Number(process.argv[3])
const s = await startStore(kind, findStore(kind)!)
for (let r = 0; r < rounds; r++) {
  const t0 = performance.now()
  const at = () => Math.round(performance.now() - t0)
  const plan = stubPlan(),
    ids = stubIds(60)
  const w = spawn(process.execPath, ["-C", "source", "test/worker-program.ts", s.address, "60", "15"], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  await new Promise((res) => w.stdout.once("data", res))
  const q = await openQueue(s.address, { onNotice: (m) => console.log(at(), "collector:", m) })
  const stuck = setTimeout(async () => {
    console.log(at(), "STUCK", c)
    const q2 = await openQueue(s.address)
    console.log(await readQueue(q2))
    const jobs = storeOf(q2).jobs(nameOfRun(q2, plan.question))
    for (const j of await jobs.getJobs(["active", "completed", "failed"], 0, 100))
      console.log(
        j.id,
        j.data,
        j.stalledCounter,
        j.attemptsMade,
        j.failedReason,
        await jobs.getJobState(j.id!),
        (await jobs.getJobLogs(j.id!, 0, 9, true)).logs.length,
      )
    console.log("pids", process.pid, w.pid, s.address)
    setTimeout(() => {
      w.kill("SIGKILL")
      process.exit(1)
    }, 60_000)
  }, 25_000)
  let c = 0
  setTimeout(
    async () => {
      await s.kill()
      console.log("killed", at(), c)
      await s.start()
      console.log("again", at())
    },
    150 + 80 * r,
  )
  for await (const _ of sendToQueue(q, plan).explain(ids.map((id) => ({ id, methods: ["pami"] })))) c++
  console.log("round", r, "done", c, at())
  clearTimeout(stuck)
  await q.close()
  w.kill("SIGKILL")
}
await s.stop()
