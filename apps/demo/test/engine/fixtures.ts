import { parseFonts, type FigureTools } from "@pami/figure"
import { decodePicture, encodePng } from "@pami/image/node"
import { segment } from "@pami/superpixels"
import { models, pictures } from "@pami/zoo"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import type { Engine, Settings, Snapshot } from "../../src/engine/contract.ts"
import { createEngine } from "../../src/engine/engine.ts"
import { openModel } from "../../src/engine/open-model.ts"

/** A cheap sweep: the cells of a coarse grid and of its shifts. */
export const settings: Settings = {
  method: "pami",
  strategy: "grid",
  mask: "blur",
  mode: "corrected",
  quality: "balanced",
  passes: 100,
  activation: "auto",
  preset: null,
  layout: null,
  size: null,
  mean: null,
  std: null,
  task: null,
  output: null,
  seed: 1,
}

export const zoo = { name: "scenes", source: "zoo", backend: "onnxruntime-web:wasm" } as const
export const scene = await decodePicture(fileURLToPath(pictures.scene))

/** The fonts and the encoder that the page draws figures with. */
export async function figureTools(): Promise<FigureTools> {
  const read = (style: string) =>
    readFile(
      fileURLToPath(import.meta.resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${style}.woff`)),
    )
  const [regular, bold, italic] = await Promise.all(["400-normal", "700-normal", "400-italic"].map(read))
  return { fonts: await parseFonts({ regular, bold, italic }), encodePng }
}

/** An engine in this thread, cutting in it too. */
export function engineHere(): Engine {
  return createEngine({ open: openModel, segmenter: segment })
}

/** One that has the bundled model open and looks at the scene, of a mushroom and a butterfly. */
export async function engineAtScene(chosen: Settings = settings): Promise<Engine> {
  const engine = engineHere()
  await engine.load(zoo)
  await engine.setImage(scene, "scene.png")
  await engine.predict(chosen)
  return engine
}

const { labels } = models.scenes
export const mushroom = { target: labels.indexOf("mushroom"), versus: null }
export const butterfly = { target: labels.indexOf("butterfly"), versus: null }

/** Explains, and returns all snapshots. */
export async function explained(engine: Engine, chosen: Settings = settings): Promise<Snapshot[]> {
  const told: Snapshot[] = []
  await engine.explain(chosen, mushroom, (snapshot) => void told.push(snapshot))
  return told
}
