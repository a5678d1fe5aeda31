import { expose } from "comlink"
import { holdLock } from "../alive.ts"
import { withPlainErrors } from "../errors.ts"
import type { SavedReader } from "./contract.ts"
import { createSavedReader } from "./reader.ts"

const reader = createSavedReader()

const exposed: SavedReader = {
  open: (...asked) => withPlainErrors(() => reader.open(...asked)),
  read: (choice) => withPlainErrors(() => reader.read(choice)),
  place: (image) => withPlainErrors(() => reader.place(image)),
  takeText: (...asked) => withPlainErrors(() => reader.takeText(...asked)),
}

expose(exposed)
holdLock()
