import { startKindsEngine } from "../../engine/kinds/client.ts"
import { tellDownload } from "../download.ts"

/** The engine for every kind of input, in a worker. */
export const kindsEngine = startKindsEngine(tellDownload)
