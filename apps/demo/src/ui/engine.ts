import { startEngine } from "../engine/client.ts"
import { tellDownload } from "./download.ts"
import { startImageWorker } from "./image-worker/client.ts"

/** The method, in a worker. */
export const engine = startEngine(tellDownload)

/** Work on images, in another worker. */
export const imageWorker = startImageWorker()
