import { extname } from "node:path"
import { convertPng } from "@pami/figure/node"
import { UsageError } from "./exit-status.ts"

const formats: Readonly<Record<string, "png" | "jpeg" | "webp">> = {
  "": "png",
  ".png": "png",
  ".jpg": "jpeg",
  ".jpeg": "jpeg",
  ".webp": "webp",
}

/** Refuses a name for a figure that is that of another kind of file. */
export function expectFigureName(flag: string, path: string): void {
  const extension = extname(path)
  if (!Object.hasOwn(formats, extension.toLowerCase()))
    throw new UsageError(
      `${flag} ${path}: a figure is written as .png, .jpg, .jpeg or .webp, not as ${extension}`,
    )
}

/** The bytes of a figure in the format that the name of its file asks for. */
export async function encodeFigure(png: Uint8Array, path: string): Promise<Uint8Array> {
  const format = formats[extname(path).toLowerCase()] ?? "png"
  return format === "png" ? png : convertPng(png, format)
}
