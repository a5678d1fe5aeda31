import { openQueue, workOnQueue } from "@pami/queue"
import { stubIds, stubPlan, stubWorker } from "./stub.ts"

// A worker that tests kill: ADDRESS INPUTS PAUSE
const [address, inputs, pause] = process.argv.slice(2)
const plan = stubPlan()
const queue = await openQueue(address, { onNotice: (message) => console.error(`worker: ${message}`) })
const workers = [stubWorker(plan, Number(pause))]
console.log("ready")
await workOnQueue(queue, { plan, ids: new Set(stubIds(Number(inputs))), workers, lostAfter: 500 })
