import { fitPicture, preset, toPixels, type Picture, blur } from "@pami/image"
import { slidingWindow, type Manifest } from "@pami/core"
import type { Engine, MapView, Settings } from "../engine/contract.ts"

const labels = "butterfly ladybird mushroom star flag fish leaf cup key clock snail kite nothing".split(" ")
const probabilities = [
  0.37, 0.002, 0.621, 0.002, 0.001, 0.001, 0.001, 0.0005, 0.0005, 0.0003, 0.0003, 0.0002, 0.0002,
]
const spots: Record<number, [number, number, number]> = { 2: [22, 72, 20], 0: [68, 25, 22] }

export function fakeEngine(): Engine {
  let fitted = new Float32Array(0)
  let baseline = new Float32Array(0)
  let share = 0
  let paused = false
  let stopped = false
  const w = 96
  const scoreAt = (x: number, y: number, target: number) => {
    const [cx, cy, r] = spots[target] ?? [50, 50, 5]
    return probabilities[target] * Math.exp(-(((x - cx) ** 2 + (y - cy) ** 2) / r ** 2))
  }
  const viewOf = (target: number, versus: number | null): MapView => {
    const map = new Float32Array(w * w)
    const error = new Float32Array(w * w)
    const cell = Math.max(1, Math.round(24 * (1 - share) ** 2))
    for (let y = 0; y < w; y++)
      for (let x = 0; x < w; x++) {
        const [a, b] = [Math.floor(x / cell) * cell + cell / 2, Math.floor(y / cell) * cell + cell / 2]
        map[y * w + x] = scoreAt(a, b, target) - (versus === null ? 0 : scoreAt(a, b, versus))
        error[y * w + x] = 0.02 + map[y * w + x] * 0.1 * (1.2 - share)
      }
    return {
      target,
      versus,
      width: w,
      height: w,
      map,
      standardError: error,
      coverage: new Float32Array(w * w).map((_, i) => 80 * share * (1 + Math.sin(i / 900) * 0.2)),
    }
  }
  let selection = { target: 2, versus: null as number | null }
  const circles = () => [
    ...(slidingWindow().partitions({ units: [w, w] } as never) as Iterable<{
      name: string
      size: number
      part(i: number): Int32Array
    }>),
  ]
  return {
    async load(request) {
      await new Promise((r) => setTimeout(r, 200))
      return {
        name: request.name,
        backend: "onnxruntime-web:wasm",
        digest: "sha256:" + "ab".repeat(32),
        inputs: ["image float32 [N, 3, 96, 96]"],
        outputs: ["logits float32 [N, 13]"],
        labels,
        preprocessing: { ...preset("-1-1", { width: 96 }), name: "scenes" },
        why: "the bundled model says so",
        findings: [],
      }
    },
    async look(picture: Picture, _settings: Settings) {
      const { picture: small, geometry } = fitPicture(picture, {
        width: 96,
        height: 96,
        fit: "stretch",
        resample: "bilinear",
      })
      const pixels = toPixels(small)
      fitted = pixels.data as Float32Array<ArrayBuffer>
      baseline = blur().baseline(pixels).data as Float32Array<ArrayBuffer>
      return {
        prediction: {
          classes: probabilities
            .map((probability, i) => ({ class: i, label: labels[i], probability }))
            .sort((a, b) => b.probability - a.probability),
          findings: [
            {
              code: "ACTIVATION_CHOSEN",
              level: "note",
              message: "the outputs (-5.2 to 7.1) are not probabilities: a softmax turns them into such",
              fix: 'else set the activation: "softmax", "sigmoid" or "none"',
            },
            ...(location.search.includes("warn")
              ? [
                  {
                    code: "LOW_CONFIDENCE" as const,
                    level: "warning" as const,
                    message:
                      "the model gives class 2 a probability of only 6.2 %: the map shows what little speaks for it",
                    fix: "if the prediction is wrong too, check the preprocessing",
                  },
                ]
              : []),
          ],
        },
        fitted: fitted.slice(),
        baseline: baseline.slice(),
        width: 96,
        height: 96,
        geometry,
      } as never
    },
    async explain(_settings, chosen, tell) {
      selection = chosen
      share = 0
      stopped = paused = false
      // oxlint-disable-next-line no-unmodified-loop-condition -- `stop` changes it meanwhile
      while (share < 1 && !stopped) {
        await new Promise((r) => setTimeout(r, 100))
        if (paused) continue
        share = Math.min(1, share + 0.02)
        tell({
          passes: Math.round(5918 * share),
          total: 5918,
          share,
          passesPerSecond: 412,
          secondsLeft: (1 - share) * 14,
          done: share === 1,
          distanceToFull: 0.1 * (1 - share),
          view: viewOf(selection.target, selection.versus),
        } as never)
      }
    },
    pause: () => void (paused = true),
    resume: () => void (paused = false),
    stop: () => void (stopped = true),
    async read(chosen) {
      selection = chosen
      return viewOf(chosen.target, chosen.versus)
    },
    async partsAt(unit, target) {
      return circles()
        .slice(0, 3)
        .map((p) => ({
          partition: p.name,
          part: p.part(Math.floor(p.size / 2)),
          score: scoreAt(unit % w, Math.floor(unit / w), target),
        }))
    },
    async probe(part, target) {
      const masked = baseline.slice()
      let sum = 0,
        n = 0
      for (let i = 0; i < part.length; i += 2)
        for (let u = part[i]; u < part[i + 1]; u++) {
          masked.set(fitted.subarray(u * 3, u * 3 + 3), u * 3)
          sum += scoreAt(u % w, Math.floor(u / w), target)
          n++
        }
      await new Promise((r) => setTimeout(r, 4))
      return { score: n ? Math.min(1, (1.3 * sum) / n) : 0, masked }
    },
    async manifest() {
      return { format: "pami-manifest-1" } as unknown as Manifest
    },
    async verify() {
      return {
        same: false,
        checks: [
          { what: "model digest", same: true },
          { what: "input digest", same: false },
          { what: "map of target 2: digest", same: false },
        ],
      }
    },
    async passes() {
      return 0
    },
    async dispose() {},
  }
}
