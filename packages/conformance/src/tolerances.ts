/** The largest accepted difference between two numbers that should be equal, with its reason. */
export interface Tolerance {
  /** The compared quantity. */
  readonly what: string
  /** Largest absolute difference, in the unit of the quantity. */
  readonly largest: number
  /** The reason for the number. */
  readonly why: string
}

/** All tolerances of the suite. */
export const tolerances = {
  exact: {
    what: "outputs of all fixtures except softmax",
    largest: 0,
    why: "weights and feeds are small integers: every sum is an integer below 2048, exact in any order of additions, in float32 and even in float16",
  },
  softmax: {
    what: "outputs of the softmax fixture, probabilities",
    largest: 1e-6,
    why: "a quotient of exponentials, which runtimes approximate to a few units in the last place of float32 (6e-8 just below 1); a wrong axis is off by at least 0.1",
  },
  score: {
    what: "probabilities of the zoo's models, against float64",
    largest: 5e-6,
    why: "float32 rounds each of the 100 to 1,000 additions behind a number of a layer, and runtimes add in different orders; the largest difference measured with onnxruntime (node, wasm) and tfjs (cpu, wasm) was 1.2e-6; weights in float16 are off by at least 4e-4",
  },
  map: {
    what: "maps, which are means of these probabilities",
    largest: 2e-6,
    why: "rounding errors of many passes cancel out in a mean; the largest difference measured was 2e-7",
  },
  ownScore: {
    what: "probabilities of the user's own model, between two backends",
    largest: 2e-5,
    why: "real models are deeper, and both backends round; the largest difference measured was 3.8e-6 for five real classifiers (npm run real-models -- DATA PACKAGES --tolerances), and 1.4e-5 for random weights on more runtimes and devices",
  },
  ownMap: {
    what: "maps of the user's own model, between two backends",
    largest: 1e-5,
    why: "as above: the largest difference measured was 2.1e-6, in a map whose few bright units come from few passes, and 7e-6 for random weights",
  },
  level: {
    what: "colours of maps in levels 0 to 255, from the lowest to the highest value of a map",
    largest: 1,
    why: "or the tolerance of maps as a share of the range of the map, if that is more; a value at the edge between two levels may round to either; a difference of two levels would be visible",
  },
} as const satisfies Record<string, Tolerance>
