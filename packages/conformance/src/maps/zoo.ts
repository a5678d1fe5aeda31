import {
  classProbability,
  type Input,
  type Model,
  type Partitioner,
  slidingWindow,
  type TensorInfo,
} from "@pami/core"
import { blur, parseAugmentations, pictureInput } from "@pami/image"
import { parseSegmentations, preSegmentation } from "@pami/pre-segmentation"
import { models, scene } from "@pami/zoo"
import { loadZoo } from "./load-zoo.ts"
import { outputValues } from "./output-values.ts"
import { storedTruth } from "./stored.ts"
import type { Subject } from "./subject.ts"
import { wordSubjects } from "./words.ts"
import { networkInput, networkNames } from "./zoo-inputs.ts"

/** Forward passes of each subject of `scenes`: few, because the slowest backends run five per second. */
export const zooPasses = 64

type Mode = "corrected" | "authors"

interface Recipe {
  readonly name: string
  readonly mode: Mode
  /** Seed of the scene. */
  readonly seed: number
  readonly augmentations: string
  readonly partitioner: (units: readonly number[]) => Partitioner
}

// One of each of the authors' algorithms: few enough that the passes also reach augmented variants.
const segmentations = "felzenszwalb-250,slic-10,seeds-10,watershed-10"

const recipes: readonly Recipe[] = (["corrected", "authors"] as const).flatMap((mode) => [
  {
    name: `sliding-window-${mode}`,
    mode,
    seed: 4101,
    augmentations: "none",
    partitioner: () => slidingWindow(mode === "authors" ? { mode } : { passes: zooPasses }),
  },
  {
    name: `pre-segmentation-${mode}`,
    mode,
    seed: 4102,
    augmentations: mode === "authors" ? "authors" : "shifts",
    partitioner: (units) => preSegmentation({ settings: parseSegmentations(segmentations, units) }),
  },
])

/** The model `scenes` with both strategies in both modes, and the stored truth. */
const sceneSubjects = recipes.map((recipe): Subject => {
  const { width, height } = models.scenes.preprocessing
  const name = `scenes/${recipe.name}`
  return {
    model: "scenes",
    name,
    open: (backend, fixtures) => loadZoo("scenes", backend, fixtures),
    input: ({ inputs }: Model) => zooInput(recipe, inputs[0]),
    target: classProbability({ activation: "softmax" }),
    partitioner: recipe.partitioner([height, width]),
    passes: zooPasses,
    truth: () => storedTruth(name),
  }
})

// A few passes show that every layer of a network is computed as in the others.
const networkPasses = 6

/** Every other network of the zoo: values of its output for a few parts of an input, and the stored truth. */
const networkSubjects = networkNames.map((network): Subject => {
  const name = `${network}/outputs`
  return {
    model: network,
    name,
    open: (backend, fixtures) => loadZoo(network, backend, fixtures),
    input: ({ inputs }: Model) => networkInput(network, inputs[0]),
    target: outputValues(48, { channels: models["scenes-segment"].labels.length }),
    partitioner: slidingWindow({ passes: networkPasses }),
    passes: networkPasses,
    truth: () => storedTruth(name),
  }
})

/** Every model of the zoo, and the stored truth. */
export const zooSubjects: readonly Subject[] = [...sceneSubjects, ...networkSubjects, ...wordSubjects]

/** Returns a scene as the input of `scenes`, in the layout of `tensor`. */
async function zooInput({ seed, mode, augmentations }: Recipe, tensor: TensorInfo): Promise<Input> {
  const preprocessing = {
    ...models.scenes.preprocessing,
    layout: tensor.shape[1] === 3 ? ("nchw" as const) : ("nhwc" as const),
  }
  const { width, height, pixels } = scene(seed, { objects: 2 })
  const { input } = await pictureInput({
    picture: { width, height, data: pixels },
    preprocessing,
    masking: blur({ mode }),
    tensor,
    augmentations: parseAugmentations(augmentations, preprocessing),
  })
  return input
}
