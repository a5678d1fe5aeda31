import { denseInput, type DType, type Input, type TensorInfo } from "@pami/core"
import { toPixels, toTensor } from "@pami/image"
import { cake, captionLength, captionTokens, loan, models, scene, signal, sound, volume } from "@pami/zoo"

/** How an item of a network lies in its input. */
interface Dense {
  readonly units: readonly number[]
  readonly planes: number
  readonly inner: number
  /** Shape without the batch axis. */
  readonly shape: readonly number[]
  readonly original: Float32Array
  readonly baseline: Float32Array
}

/** Networks of the zoo with the item of a seed, in the layout of the declared input. */
const items = {
  "scenes-multilabel": (tensor) => image(scene(4103, { objects: 2 }), "scenes-multilabel", tensor),
  "scenes-vit": (tensor) => image(scene(4104, { objects: 2 }), "scenes-vit", tensor),
  "scenes-detect": (tensor) => image(scene(4105, { objects: 2 }), "scenes-detect", tensor),
  "scenes-segment": (tensor) => image(scene(4106, { objects: 2 }), "scenes-segment", tensor),
  "scenes-match/image": (tensor) => image(scene(4107, { objects: 1 }), "scenes-match", tensor),
  "scenes-match/text": () => {
    const original = Float32Array.from(captionTokens("a red butterfly"))
    return { ...line(original, [captionLength]), baseline: new Float32Array(captionLength) }
  },
  ages: (tensor) => image(cake(4108), "ages", tensor),
  sounds: () => line(sound(4109).samples, [8000]),
  signals: () => {
    const { values, steps, channels } = signal(4110)
    return { ...line(values, [steps]), inner: channels, shape: [steps, channels] }
  },
  volumes: (tensor) => {
    const { values, side } = volume(4111)
    const shape = tensor.shape.slice(1).map((length) => length ?? 1)
    return { ...line(values, [side, side, side]), shape }
  },
  loans: () => {
    const { row } = loan(4112, { reason: "past defaults" })
    return { ...line(row, [row.length]), baseline: loan(4113, { reason: null }).row }
  },
} satisfies Record<string, (tensor: TensorInfo) => Dense>

/** A network of the zoo whose outputs are compared: a model, or a part of one. */
export type NetworkName = keyof typeof items

/** All of them. `scenes` has other subjects. */
export const networkNames = Object.keys(items) as readonly NetworkName[]

/** Returns the input of a network, with a baseline of zeros, of another row, or of grey. */
export function networkInput(name: NetworkName, tensor: TensorInfo): Input {
  return inputOf(items[name](tensor), tensor)
}

/** Returns the input of a model of images. */
export function imageInput(shown: Pixels, name: ImageModel, tensor: TensorInfo): Input {
  return inputOf(image(shown, name, tensor), tensor)
}

function inputOf(item: Dense, { name, dtype }: TensorInfo): Input {
  return denseInput({ name, dtype: dtype as DType, ...item })
}

function line(original: Float32Array, units: readonly number[]): Dense {
  return { units, planes: 1, inner: 1, shape: units, original, baseline: new Float32Array(original.length) }
}

type Models = typeof models
type ImageModel = {
  [Name in keyof Models]: Models[Name] extends { readonly preprocessing: object } ? Name : never
}[keyof Models]

interface Pixels {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

function image({ width, height, pixels }: Pixels, name: ImageModel, tensor: TensorInfo): Dense {
  const first = tensor.shape[1] === 3
  const layout = first ? "nchw" : "nhwc"
  const original = toTensor(toPixels({ width, height, data: pixels }), {
    ...models[name].preprocessing,
    layout,
  })
  return {
    units: [height, width],
    planes: first ? 3 : 1,
    inner: first ? 1 : 3,
    shape: first ? [3, height, width] : [height, width, 3],
    original,
    baseline: new Float32Array(original.length),
  }
}
