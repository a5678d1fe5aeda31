import { openQueue, workOnQueue } from "@pami/queue"
import { listIds } from "@pami/runs"
import { stubRun, stubWorker } from "./stub-run.ts"

// Explains stub inputs until it is ended, and prints its peak memory: ADDRESS COUNT
const [address, count] = process.argv.slice(2)
const { inputs, plan } = await stubRun(Number(count))
const queue = await openQueue(address, { onNotice: console.error })
const ids = new Set(await listIds(inputs))
await workOnQueue(queue, { plan, ids, workers: [stubWorker(plan)], idle: 2000 })
console.log(process.resourceUsage().maxRSS)
process.exit()
