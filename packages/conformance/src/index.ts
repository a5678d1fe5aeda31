export type { Check } from "./check.ts"
export { checks } from "./checks.ts"
export { conformance } from "./conformance.ts"
export {
  type Candidate,
  measureBackends,
  type MeasureOptions,
  type Row,
  stored,
} from "./maps/measure-backends.ts"
export type { Comparison } from "./maps/compare.ts"
export type { Subject, Truth } from "./maps/subject.ts"
export { zooSubjects } from "./maps/zoo.ts"
export { htmlReport } from "./html-report.ts"
export { referenceBackend, type ReferenceOptions } from "./reference/backend.ts"
export { type CheckResult, runChecks, type RunChecksOptions } from "./run-checks.ts"
export { type Tolerance, tolerances } from "./tolerances.ts"
export type { ConformanceOptions } from "./fixture-context.ts"
