import { models } from "@pami/zoo"

const { labels, preprocessing } = models.scenes

/** The model's classes: the kinds, and last `nothing`. */
export const classes = labels

/** Side of the pictures that the model takes, in pixels. */
export const side = preprocessing.width

const [mean] = preprocessing.mean
const [deviation] = preprocessing.std

/** A channel value in [0, 1] as the model takes it. */
export function normalise(value: number): number {
  return (value - mean) / deviation
}
