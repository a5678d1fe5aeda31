/** The classes of VOC in order; in masks, class 1 is the first. */
export const vocClasses = [
  "aeroplane",
  "bicycle",
  "bird",
  "boat",
  "bottle",
  "bus",
  "car",
  "cat",
  "chair",
  "cow",
  "diningtable",
  "dog",
  "horse",
  "motorbike",
  "person",
  "pottedplant",
  "sheep",
  "sofa",
  "train",
  "tvmonitor",
] as const

/**
 * Returns the colour of a class in the masks of VOC: the bits of its number, three at a time, from the highest bit of red,
 * green and blue down (VOC development kit, `VOClabelcolormap`).
 *
 * @param number of the class, from 0 for the background
 */
export function vocColor(number: number): readonly [red: number, green: number, blue: number] {
  const channel = (offset: number) => {
    let value = 0
    for (let bit = 0; bit < 3; bit++) value |= ((number >> (3 * bit + offset)) & 1) << (7 - bit)
    return value
  }
  return [channel(0), channel(1), channel(2)]
}
