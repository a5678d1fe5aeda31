/** Sizes of large files, in bytes, where a host that compresses them does not say them. A test compares them with the files. */
export const fileSizes = {
  runtime: 14_239_897,
  sceneObjects: 440_070,
  everydayObjects: { graph: 201_673, weights: 4_030_290 },
} as const
