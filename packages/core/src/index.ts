export * from "./adaptive/first-passes.ts"
export { relay, type RelayOptions } from "./adaptive/relay.ts"
export * from "./adaptive/two-stages.ts"
export * from "./adaptive/until-converged.ts"
export * from "./contracts/backend.ts"
export * from "./contracts/explanation.ts"
export type { CoreFindingCode, Finding } from "./contracts/finding.ts"
export * from "./contracts/input.ts"
export * from "./contracts/method.ts"
export * from "./contracts/partition.ts"
export * from "./contracts/partitioner.ts"
export * from "./contracts/settings.ts"
export * from "./contracts/signal.ts"
export * from "./contracts/target.ts"
export * from "./contracts/tensor.ts"
export { type CoreErrorCode, isPamiError, PamiError } from "./error.ts"
export * from "./inputs/dense-input.ts"
export * from "./manifest/manifest.ts"
export { longestManifest, parseManifest } from "./manifest/parse-manifest.ts"
export * from "./partitions/fixed-partitions.ts"
export * from "./partitions/grid.ts"
export {
  countParts,
  countUnits,
  everything,
  fromLabels,
  fromMasks,
  fromParts,
  nothing,
  partOf,
  unitsOf,
} from "./partitions/parts.ts"
export * from "./partitions/soft-masks.ts"
export { sharesOf } from "./partitions/soft-sums.ts"
export { slidingWindow } from "./partitions/sliding-window.ts"
export type { SlidingWindowOptions } from "./partitions/sliding-window.ts"
export type { Weight } from "./read-out/aggregate.ts"
export * from "./read-out/average.ts"
export * from "./read-out/convergence.ts"
export * from "./read-out/maps.ts"
export { contributions, partWeights, readOutScores, readOutWeights } from "./read-out/read-outs.ts"
export {
  type Contribution,
  positionOf,
  preferredTarget,
  scoresOf,
  type Selection,
} from "./read-out/scores.ts"
export * from "./read-out/stage.ts"
export * from "./sweep/explain.ts"
export { preflight } from "./sweep/preflight.ts"
export type { Preflight, PreflightOptions } from "./sweep/preflight.ts"
export { type Activation, activations, type TaskFacts } from "./targets/activation.ts"
export { topClasses } from "./targets/choose-classes.ts"
export { type ClassProbabilityOptions, classProbability } from "./targets/class-probability.ts"
export * from "./targets/scale.ts"
export { version } from "./version.ts"
