import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { models, pictures, samples } from "@pami/zoo"
import sharp from "sharp"

/** The models of the zoo that pages call by other names, each in a folder with the files that belong to it. */
const folders = {
  yolo: "scenes-detect",
  loans: "loans",
  sounds: "sounds",
  reviews: "reviews",
} as const

/** Puts the files that programs of the pages open into a folder. */
export async function giveFiles(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const { onnx, labels } = models.scenes
  copyFileSync(fileURLToPath(onnx), join(folder, "squeezenet.onnx"))
  writeFileSync(join(folder, "labels.txt"), ["lynx", ...labels.slice(1)].join("\n"))
  for (const name of ["cat.jpg", "street.jpg"])
    await sharp(fileURLToPath(pictures.scene)).jpeg().toFile(join(folder, name))
  for (const [name, model] of Object.entries(folders)) {
    cpSync(dirname(fileURLToPath(models[model].onnx)), join(folder, name), { recursive: true })
    copyFileSync(join(folder, name, "model.onnx"), join(folder, name, `${name}.onnx`))
  }
  cpSync(join(folder, "reviews"), join(folder, "models/reviews"), { recursive: true })
  const captions = fileURLToPath(new URL("../", models["scenes-caption"].encoder.onnx))
  cpSync(captions, join(folder, "captions"), { recursive: true })
  copyFileSync(join(folder, "street.jpg"), join(folder, "yolo/street.jpg"))
  copyFileSync(fileURLToPath(samples.rows), join(folder, "loans/rows.csv"))
  copyFileSync(fileURLToPath(samples.word), join(folder, "sounds/word.wav"))
}

/** Returns the folder that a program runs in: that of its model, whose labels lie beside it. */
export function folderOf(code: string, folder: string): string {
  const model = Object.keys(folders).find((name) => code.includes(`"${name}.onnx"`))
  return model === undefined ? folder : join(folder, model)
}
