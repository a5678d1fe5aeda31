import { execFileSync } from "node:child_process"
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import sharp from "sharp"

/** Where the packages are tried, and with which files. */
export interface Trial {
  /** A new folder. */
  readonly folder: string
  readonly tarballs: readonly string[]
  readonly files: {
    readonly model: string
    readonly image: string
    readonly labels: string | undefined
    readonly preprocessing: string | undefined
  }
  /** Folder for the figures. */
  readonly output: string
}

/** Makes the folder of a user who has nothing but the packages, installed from their tarballs without install scripts. */
export function install({ folder, tarballs }: Trial): void {
  mkdirSync(folder)
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }))
  npm(folder, "install", "--ignore-scripts", ...tarballs)
}

/** Runs npm in a folder. */
export function npm(folder: string, ...parameters: string[]): void {
  const quiet = ["--no-audit", "--no-fund", "--loglevel", "error"]
  execFileSync("npm", [...parameters, ...quiet], { cwd: folder, stdio: ["ignore", "inherit", "inherit"] })
}

/** Copies the image, and the model with its neighbours by the names that are looked for. Returns the names of model and image. */
export function copyFiles(
  { files: { model, image, labels, preprocessing } }: Trial,
  to: string,
): [model: string, image: string] {
  mkdirSync(to, { recursive: true })
  for (const file of [model, image]) copyFileSync(file, join(to, basename(file)))
  if (labels !== undefined) copyFileSync(labels, join(to, "labels.txt"))
  if (preprocessing !== undefined) copyFileSync(preprocessing, join(to, "preprocessor_config.json"))
  return [basename(model), basename(image)]
}

/** Returns the size of a figure, after checking that it is a PNG that shows something. */
export async function checkFigure(png: string | Uint8Array): Promise<string> {
  const { format, width, height } = await sharp(png).metadata()
  const { channels } = await sharp(png).stats()
  if (format !== "png" || width < 300 || height < 100 || channels.every(({ stdev }) => stdev < 5))
    throw new Error(`the figure is empty: ${format}, ${width} x ${height}`)
  return `${width} x ${height}`
}
