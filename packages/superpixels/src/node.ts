export { segmentInWorker } from "./node/segment-in-worker.ts"
export type { WorkerSegmenter } from "./worker/segmenter.ts"
