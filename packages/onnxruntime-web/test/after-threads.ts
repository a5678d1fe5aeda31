// Prints the device of a model that is opened after Node's threads have become global, as compiled WebAssembly makes them.
import { Worker } from "node:worker_threads"
import { brightness } from "@pami/test-models"

Object.assign(globalThis, { Worker })
const { onnxruntimeWeb } = await import("../src/index.ts")
const { settings } = await onnxruntimeWeb().load(brightness())
console.log(settings["device"])
process.exit()
