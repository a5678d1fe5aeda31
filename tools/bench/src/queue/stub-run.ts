import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { explainer } from "@pami/explainer"
import type { Explainer } from "@pami/explainer"
import { onnxruntimeNode } from "@pami/onnxruntime-node"
import { lineKey, planRun } from "@pami/runs"
import type { InputList, RunPlan, RunWorker } from "@pami/runs"
import { models, pictures } from "@pami/zoo"

/** A run of as many inputs as one likes, whose lines cost nothing. */
export interface StubRun {
  readonly explain: Explainer
  readonly methods: { readonly pami: { readonly passes: number } }
  readonly inputs: InputList
  readonly plan: RunPlan
}

/** Returns a run of inputs that are all the same image. Its plan is decided on the first, by a model. */
export async function stubRun(count: number): Promise<StubRun> {
  const { onnx, labels, preprocessing } = models.scenes
  const explain = await explainer(onnx.href, { backend: onnxruntimeNode(), labels, preprocessing })
  const methods = { pami: { passes: 16 } }
  const inputs: InputList = {
    *ids() {
      for (let index = 0; index < count; index++) yield `photos/${String(index).padStart(7, "0")}.jpg`
    },
    async *inputs(ids) {
      for (const id of ids) yield { id, open: () => readFile(pictures.scene) }
    },
  }
  const plan = await planRun({ explain, methods, inputs, ids: ["photos/0000000.jpg"] })
  return { explain, methods, inputs, plan }
}

/** Returns a worker whose lines are as long as those of an image, and cost nothing. */
export function stubWorker(plan: RunPlan): RunWorker {
  const target = { id: 3, label: "bicycle", score: 0.9182736455, baseline: 0.0123456789 }
  const map = {
    ...target,
    digest: `sha256:${"0".repeat(64)}`,
    peak: 1234,
    lowest: 0.1,
    highest: 0.9,
    mean: 0.5,
  }
  return {
    async *explain(wanted) {
      for (const { id, methods } of wanted) {
        const digest = `sha256:${createHash("sha256").update(id).digest("hex")}`
        for (const method of methods) {
          const explanation = {
            kind: "image",
            scale: "probability",
            prediction: [target, target, target, target, target],
            shape: [64, 64],
            maps: [map],
            passes: 450,
            findings: [],
          }
          yield { input: id, method, key: lineKey(plan, method, digest), digest, explanation }
        }
      }
    },
  }
}
