import { isPamiError, PamiError } from "@pami/core"
import { localWorker, planRun } from "@pami/runs"
import type { LocalWorker } from "@pami/runs"
import { describeError } from "../exit-status.ts"
import { openExplaining } from "./explaining.ts"
import type { FromWorker, ToWorker, WorkerStart } from "./messages.ts"

// A process that explains inputs for the one that started it, which alone writes lines. It ends with that one.
process.on("disconnect", () => process.exit())
// Ctrl-C reaches it, too: the process that started it decides.
process.on("SIGINT", () => {})

// To a process that has ended meanwhile: this one ends, too.
const send = (message: FromWorker) => void process.send?.(message, undefined, undefined, () => {})
let worker: Promise<LocalWorker> | undefined
process.on("message", (message: ToWorker) => {
  void answer(message).catch((error: unknown) => {
    const { code, message } = isPamiError(error) ? error : describeError(error)
    send({ kind: "failed", error: { code, message } })
  })
})

async function answer(message: ToWorker): Promise<void> {
  if ("start" in message) {
    worker = open(message.start)
    await worker
    return send({ kind: "ready" })
  }
  for await (const line of (await worker!).explain(message.wanted)) send({ kind: "line", line })
  send({ kind: "end" })
}

async function open({ request, decidedOn, keys }: WorkerStart): Promise<LocalWorker> {
  const { explain, inputs, methods, settings } = await openExplaining(request)
  // Decides what the options leave open on the same input as all other processes.
  const plan = await planRun({ explain, methods, inputs, ids: [decidedOn], settings })
  if (JSON.stringify(plan.keys) !== JSON.stringify(keys))
    throw new PamiError(
      "RUN_DIFFERS",
      `${decidedOn} or the model has changed since the run was started: start it again`,
    )
  const maps = request.maps ? { maps: request.folder } : {}
  return localWorker({ explain, methods, plan, ...maps }, inputs)
}
