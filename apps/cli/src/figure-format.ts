import { extname } from "node:path"
import { convertPng } from "@pami/figure/node"
import type { RenderedFigure } from "@pami/figure/node"
import { UsageError } from "./exit-status.ts"

const formats: Readonly<Record<string, "png" | "jpeg" | "webp">> = {
  "": "png",
  ".png": "png",
  ".jpg": "jpeg",
  ".jpeg": "jpeg",
  ".webp": "webp",
}

/** Returns whether a figure is written as a page, which texts can be. */
export function isPage(path: string): boolean {
  return extname(path).toLowerCase() === ".html"
}

/** Returns the error for a page of an input that is not a text. */
export function noPageOf(kind: string): UsageError {
  return new UsageError(
    `-o: a page (.html) shows a text; the figure of ${kind.startsWith("i") || kind.startsWith("a") ? "an" : "a"} ${kind} is .png, .jpg, .webp or .svg`,
  )
}

/**
 * Refuses a name for a figure that is that of another kind of file.
 *
 * @param allowed other extensions. Default: none
 */
export function expectFigureName(flag: string, path: string, allowed: readonly string[] = []): void {
  const extension = extname(path)
  if (allowed.includes(extension.toLowerCase())) return
  if (!isSvg(path) && !Object.hasOwn(formats, extension.toLowerCase()))
    throw new UsageError(
      `${flag} ${path}: a figure is written as ${[".png", ".jpg", ".webp", ...allowed].join(", ")} or .svg, not as ${extension}`,
    )
}

const kinds = {
  "--map": [".npy", "an array"],
  "--manifest": [".json", "a manifest"],
  "--save": [".npz", "an explanation"],
  "--evidence": [".wav", "a sound"],
  "--labels-out": [".png", "a label map"],
  "--html": [".html", "a page"],
  "-o": [".html", "a report"],
} as const

/** Refuses a name for a result that is that of another kind of file. A name without extension is of any kind. */
export function expectName(flag: keyof typeof kinds, path: string | undefined): void {
  const extension = path === undefined ? "" : extname(path)
  const [own, what] = kinds[flag]
  if (extension !== "" && extension.toLowerCase() !== own)
    throw new UsageError(`${flag} ${path}: ${what} is written as ${own}, not as ${extension}`)
}

/** Returns whether a figure is written as SVG. */
export function isSvg(path: string): boolean {
  return extname(path).toLowerCase() === ".svg"
}

/** Returns the bytes of a figure in the format that the name of its file asks for. */
export async function encodeFigure(
  { svg, png }: Pick<RenderedFigure, "svg" | "png">,
  path: string,
): Promise<Uint8Array> {
  return isSvg(path) ? new TextEncoder().encode(svg) : await encodeImage(png, path)
}

/** Returns the bytes of an image in the format that the name of its file asks for. */
export async function encodeImage(png: Uint8Array, path: string): Promise<Uint8Array> {
  const format = formats[extname(path).toLowerCase()] ?? "png"
  return format === "png" ? png : convertPng(png, format)
}

/**
 * Refuses an opacity for a figure without an overlay, whose words or bars have the colours themselves.
 *
 * @throws UsageError
 */
export function expectOverlay(kind: string, opacity: number | undefined): void {
  if (opacity !== undefined && (kind === "text" || kind === "table"))
    throw new UsageError(`--opacity is for a map over an image or a series; the input is a ${kind}`)
}
