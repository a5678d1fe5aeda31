const inputs = ["@pami/image"]
const data = ["@pami/series", "@pami/table", "@pami/text", "@pami/volume"]
const cuts = ["@pami/superpixels", "@pami/pre-segmentation"]
const backend = ["@pami/core", "@pami/backend-kit"]
const onOnnxruntime = [...backend, "@pami/onnxruntime-common"]

/**
 * The packages that the published source of each package may import. An arrow that is missing here points up, or makes
 * a package heavier for everyone who installs it: think twice before you add one. Packages that are planned have their
 * arrows already.
 *
 * Tests, tools and apps may import whatever their package.json declares.
 */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  // Useful alone.
  "@pami/core": [],
  "@pami/superpixels": [],
  // Inputs, partitions and figures know the method, but no model file and no runtime.
  "@pami/image": ["@pami/core"],
  "@pami/table": ["@pami/core"],
  "@pami/text": ["@pami/core"],
  "@pami/pre-segmentation": ["@pami/core", "@pami/superpixels"],
  "@pami/volume": ["@pami/core", "@pami/pre-segmentation"],
  "@pami/series": ["@pami/core"],
  "@pami/methods": ["@pami/core", ...cuts],
  "@pami/figure": ["@pami/core", ...inputs],
  // Questions about outputs know the method alone.
  "@pami/targets": ["@pami/core"],
  // Backends know the method and their runtime.
  "@pami/backend-kit": ["@pami/core"],
  "@pami/onnxruntime-common": backend,
  "@pami/onnxruntime-node": onOnnxruntime,
  "@pami/onnxruntime-web": onOnnxruntime,
  "@pami/tfjs": backend,
  "@pami/open-inference": backend,
  // Models that write know the method and texts.
  "@pami/generation": [...backend, "@pami/text"],
  "@pami/openai": [...backend, "@pami/text"],
  // Judges of maps know the method, and no image.
  "@pami/evaluation": ["@pami/core"],
  "@pami/datasets": ["@pami/core", ...inputs, "@pami/evaluation"],
  // Data and a suite for backends.
  "@pami/zoo": ["@pami/core"],
  "@pami/conformance": [
    ...backend,
    ...inputs,
    "@pami/evaluation",
    "@pami/generation",
    "@pami/pre-segmentation",
    "@pami/text",
    "@pami/zoo",
  ],
  // From a question as data to its answer, without a runtime.
  "@pami/recipe": ["@pami/core", ...inputs, ...data, ...cuts, "@pami/methods", "@pami/targets"],
  "@pami/explainer": [
    ...backend,
    ...inputs,
    ...data,
    ...cuts,
    "@pami/figure",
    "@pami/generation",
    "@pami/methods",
    "@pami/openai",
    "@pami/recipe",
    "@pami/zoo",
  ],
  // Pipelines of transformers.js by the front door.
  "@pami/transformers": [
    ...onOnnxruntime,
    ...inputs,
    "@pami/explainer",
    "@pami/generation",
    "@pami/recipe",
    "@pami/text",
  ],
  // Models by their names on the hub.
  "@pami/hub": [...backend, "@pami/recipe"],
  // Many inputs by the front door, on any runtime.
  "@pami/runs": ["@pami/core", "@pami/datasets", "@pami/explainer", "@pami/recipe"],
  // A run over many machines.
  "@pami/queue": ["@pami/core", "@pami/runs"],
  // The explainer over HTTP.
  "@pami/serve": [...backend, "@pami/explainer", "@pami/recipe"],
}

/** Cycles that are known and wait for a repair, as the test names them. Remove an entry with its cycle. */
export const knownCycles: readonly string[] = []
