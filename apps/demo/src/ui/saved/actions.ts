import { batch, effect } from "@preact/signals"
import type { SavedChoice } from "../../engine/saved/contract.ts"
import { startSavedReader, type SavedClient } from "../../engine/saved/client.ts"
import { imageWorker } from "../engine.ts"
import type { Sorted } from "../logic/classify-files.ts"
import type { ReadFile } from "../logic/files.ts"
import { bytes as formatBytes } from "../logic/format.ts"
import { announce, showError } from "../messages.ts"
import { activity, image as pageImage, isSaved, page } from "../state.ts"
import { stop } from "../turns.ts"
import { facts, image, map, nameOfChoice } from "./state.ts"

let reader: SavedClient | null = null

// A page holds the file, its arrays and the map at once.
const mostBytes = 500e6

/** Opens a saved explanation, or gives the one that is shown its input. */
export async function openSaved({ saved, images, inputs }: Sorted<ReadFile>): Promise<void> {
  if (saved !== null) await openFile(saved.file)
  if (facts.value === null) return
  if (images.length > 0) await giveImage(images[0].file)
  else if (inputs.length > 0) await giveText(inputs[0].file)
}

async function openFile(file: File): Promise<void> {
  if (file.size > mostBytes)
    throw {
      code: "FILE_TOO_LARGE",
      message: `${file.name} has ${formatBytes(file.size)}; this page reads saved explanations up to ${formatBytes(mostBytes)}. The command line reads larger ones: pami read`,
    }
  const next = startSavedReader()
  try {
    const known = await next.open(new Uint8Array(await file.arrayBuffer()), file.name)
    const first = await next.read(known.choice)
    // A sweep that nobody sees takes the processor.
    if (activity.value === "explaining" || activity.value === "paused") await stop()
    leave()
    reader = next
    batch(() => {
      facts.value = known
      map.value = first
      isSaved.value = true
      page.value = "explain"
    })
    announce(`Saved explanation ${file.name} is open.`)
  } catch (error) {
    next.end()
    throw error
  }
}

async function giveImage(file: File): Promise<void> {
  if (facts.value?.recipe.kind !== "image") throw unwanted(file)
  const decoded = await imageWorker.decode(file, file.name)
  const geometry = await reader!.takeImage(decoded.image)
  imageWorker.setImage(decoded.image)
  image.value = { name: file.name, ...decoded, geometry }
  announce(`The map lies over ${file.name}.`)
}

async function giveText(file: File): Promise<void> {
  if (facts.value?.recipe.kind !== "text") throw unwanted(file)
  await reader!.takeText(new Uint8Array(await file.arrayBuffer()), file.name)
  facts.value = { ...facts.value, missing: null }
  await choose(map.value!.choice)
}

function unwanted({ name }: File) {
  return {
    code: "INPUT_UNSUITABLE",
    message: `${name} is not what ${facts.value!.name} explains: that is ${facts.value!.input}, of the kind ${facts.value!.recipe.kind}. Press “Close” to explain ${name}`,
  }
}

/** Shows the map of another target: no model, no pass. */
export async function choose(choice: SavedChoice): Promise<void> {
  try {
    const read = await reader!.read(choice)
    if (facts.value === null) return
    map.value = read
    announce(`Map of ${nameOfChoice(choice)}.`)
  } catch (error) {
    showError(error)
  }
}

/** Returns the figure of the map that is shown. */
export async function figure(): Promise<string> {
  return await reader!.figure(map.value!.choice)
}

function leave(): void {
  reader?.end()
  reader = null
  if (image.value !== null && pageImage.value !== null) imageWorker.setImage(pageImage.value.image)
  batch(() => {
    facts.value = map.value = image.value = null
  })
}

// Whatever the visitor opens next takes its place.
effect(() => {
  if (!isSaved.value && reader !== null) leave()
})
