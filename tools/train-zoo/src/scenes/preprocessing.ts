import { models } from "@pami/zoo"

const { labels, preprocessing } = models.scenes

/** Classes of the model: the kinds, then `nothing`. */
export const classes = labels

/** Width and height of the model's input, in pixels. */
export const side = preprocessing.width

const [mean] = preprocessing.mean
const [deviation] = preprocessing.std

/** Normalizes a channel value in [0, 1] for the model. */
export function normalise(value: number): number {
  return (value - mean) / deviation
}
