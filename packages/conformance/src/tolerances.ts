/** How far apart two numbers may be that should be the same, and why so far. */
export interface Tolerance {
  /** What is compared. */
  readonly what: string
  /** Largest absolute difference, in the unit of what is compared. */
  readonly largest: number
  /** Where the number comes from. */
  readonly why: string
}

/** Every tolerance of the suite. */
export const tolerances = {
  exact: {
    what: "outputs of the fixtures but softmax",
    largest: 0,
    why: "weights and feeds are small integers: every sum is an integer below 2048, exact in any order of additions, in float32 and even in float16",
  },
  softmax: {
    what: "outputs of the softmax fixture, probabilities",
    largest: 1e-6,
    why: "a quotient of exponentials, which runtimes approximate to a few units in the last place of float32 (6e-8 just below 1); a wrong axis is off by 0.1 and more",
  },
  score: {
    what: "probabilities of the zoo's models, against float64",
    largest: 5e-6,
    why: "float32 rounds every one of the some hundred to thousand additions behind each number of a layer, and runtimes add in different orders; seen of onnxruntime (node, wasm) and tfjs (cpu, wasm) was up to 1.2e-6, weights in float16 are off by 4e-4 and more",
  },
  map: {
    what: "maps, means of such probabilities",
    largest: 2e-6,
    why: "rounding errors of many passes cancel out in a mean; seen was up to 2e-7",
  },
  ownScore: {
    what: "probabilities of the user's own model, between two backends",
    largest: 2e-5,
    why: "real models are deeper, and both backends round; seen of five real classifiers (npm run real-models -- DATA PACKAGES --tolerances) was up to 3.8e-6, of more runtimes and devices with random weights up to 1.4e-5",
  },
  ownMap: {
    what: "maps of the user's own model, between two backends",
    largest: 1e-5,
    why: "as above: seen was up to 2.1e-6, where a map's few bright units come of few passes; of those others up to 7e-6",
  },
  level: {
    what: "levels 0 to 255 of heatmaps, stretched from a map's lowest to its highest value",
    largest: 1,
    why: "or what the tolerance of maps is of a map's range, where that is more; a value at the edge between two levels may round to either; two levels apart would be a difference that can be seen",
  },
} as const satisfies Record<string, Tolerance>
