import { createHash } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { lineKey } from "@pami/runs"
import type { ResultLine, RunPlan, RunWorker } from "@pami/runs"

/** Returns the plan of a run whose lines need no model. */
export function stubPlan(passes = 1): RunPlan {
  const key = createHash("sha256").update(`stub ${passes}`).digest("hex")
  return {
    question: { kind: "explanations", methods: { pami: { passes } } },
    keys: { pami: key },
    decidedOn: "photos/0.png",
  }
}

/** Returns the ids of inputs that do not exist. */
export function stubIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `photos/${index}.png`)
}

/** Returns the line of an input of a run. */
export function stubLine(plan: RunPlan, input: string, method = "pami"): ResultLine {
  const digest = `sha256:${createHash("sha256").update(input).digest("hex")}`
  const explanation = {
    kind: "image",
    scale: "probability",
    prediction: [],
    shape: [2, 2],
    maps: [],
    passes: 1,
    findings: [],
  }
  return { input, method, key: lineKey(plan, method, digest), digest, explanation }
}

/**
 * Returns a worker that needs some milliseconds for each input.
 *
 * @param onInput called with the id of each
 */
export function stubWorker(plan: RunPlan, pause = 0, onInput: (id: string) => unknown = () => {}): RunWorker {
  return {
    async *explain(wanted) {
      for (const { id, methods } of wanted) {
        if (pause > 0) await sleep(pause)
        onInput(id)
        for (const method of methods) yield stubLine(plan, id, method)
      }
    },
  }
}
