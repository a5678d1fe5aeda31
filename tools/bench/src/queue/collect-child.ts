import { openQueue, sendToQueue } from "@pami/queue"
import { runInputs } from "@pami/runs"
import { stubRun } from "./stub-run.ts"

// Collects a run of stub inputs, and prints its peak memory: ADDRESS COUNT FOLDER
const [address, count, folder] = process.argv.slice(2)
const { explain, methods, inputs } = await stubRun(Number(count))
const queue = await openQueue(address, { onNotice: console.error })
const workers = (plan: Parameters<typeof sendToQueue>[1]) => [sendToQueue(queue, plan)]
await runInputs({ explain, methods, inputs, folder, workers })
await queue.close()
// Kibibytes, as the system counts them.
console.log(process.resourceUsage().maxRSS)
process.exit()
