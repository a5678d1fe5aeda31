export { segmentInWorker } from "./browser/segment-in-worker.ts"
export type { WorkerSegmenter } from "./worker/segmenter.ts"
