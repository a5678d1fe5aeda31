import { encodeNpy } from "@pami/image"
import { encodeWav } from "@pami/series"
import { cake, models, signal, sound, volume } from "@pami/zoo"
import { amongStrongest, unitsOf } from "./task.ts"
import type { Goal, Task } from "./task.ts"

const methods = ["pami", "occlusion", "rise"] as const
const count = 2

/** The age on a cake: all candles are right, a year each. */
export const ages: Task = {
  name: "ages",
  model: models.ages.onnx.href,
  methods: ["pami", "joint-regression", "occlusion", "rise"],
  example(seed) {
    const { width, height, pixels, owner, age } = cake(seed)
    const find: Goal["find"] = ({ prediction: [said] }) =>
      Math.abs(said.score - age) < 0.5 ? said.id : undefined
    return {
      input: { width, height, data: pixels },
      goals: [{ units: owner.map((own) => (own > 0 ? 1 : 0)), find }],
    }
  },
}

// The units of a sound are 10 ms.
const unitsPerSecond = 100

/** Two words in a second of sound. A unit is right if more than half of its samples are the word's. */
export const sounds: Task = {
  name: "sounds",
  model: models.sounds.onnx.href,
  methods,
  example(seed) {
    const { samples, rate, owner, words } = sound(seed, { words: count })
    const hop = rate / unitsPerSecond
    return {
      input: encodeWav({ data: samples, length: samples.length, channels: 1, rate }),
      options: { name: "words.wav" },
      goals: words.map(({ word }, index) => ({
        units: Uint8Array.from({ length: samples.length / hop }, (_, unit) => {
          const own = owner.subarray(unit * hop, (unit + 1) * hop).filter((number) => number === index + 1)
          return own.length > hop / 2 ? 1 : 0
        }),
        find: amongStrongest(word, count),
      })),
    }
  },
}

/** Two patterns in a signal: units are steps, of which those of the pattern are right. */
export const signals: Task = {
  name: "signals",
  model: models.signals.onnx.href,
  methods,
  example: (seed) =>
    signalExample(seed, (owner, channels, number) =>
      Uint8Array.from({ length: owner.length / channels }, (_, step) =>
        owner.subarray(step * channels, (step + 1) * channels).includes(number) ? 1 : 0,
      ),
    ),
}

/** The same, of which the channel must be right, too. */
export const signalChannels: Task = {
  ...signals,
  name: "signals-channels",
  options: async () => ({ units: "channels" }),
  example: (seed) => signalExample(seed, (owner, _, number) => unitsOf(owner, number)),
}

function signalExample(
  seed: number,
  unitsIn: (owner: Uint8Array, channels: number, number: number) => Uint8Array,
) {
  const { values, steps, channels, owner, events } = signal(seed, { patterns: count })
  return {
    input: encodeNpy(values, [steps, channels]),
    options: { name: "signal.npy" },
    goals: events.map(({ pattern }, index) => ({
      units: unitsIn(owner, channels, index + 1),
      find: amongStrongest(pattern, count),
    })),
  }
}

/** Two solids in a volume. */
export const volumes: Task = {
  name: "volumes",
  model: models.volumes.onnx.href,
  methods,
  example(seed) {
    const { values, side, owner, objects } = volume(seed, { solids: count })
    return {
      input: encodeNpy(values, [side, side, side]),
      options: { name: "volume.npy" },
      goals: objects.map(({ solid }, index) => ({
        units: unitsOf(owner, index + 1),
        find: amongStrongest(solid, count),
      })),
    }
  },
}
