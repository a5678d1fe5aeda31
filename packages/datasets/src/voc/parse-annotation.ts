import { XMLParser } from "fast-xml-parser"
import type { AnnotatedObject, Item } from "../data-set.ts"
import { dataSetError } from "../data-set-error.ts"
import { field, isObject } from "../files/json.ts"

// Neither entities nor attributes nor numbers are interpreted: a file is text from a stranger.
const parser = new XMLParser({
  processEntities: false,
  ignoreAttributes: true,
  parseTagValue: false,
  maxNestedTags: 32,
  isArray: (_, path) => path === "annotation.object",
})

// Objects of one image.
const mostObjects = 10_000

/**
 * Returns size and objects of a VOC annotation. Boxes in the file are numbered from 1 and include their last pixel.
 *
 * @throws PamiError `ANNOTATION_INVALID`
 */
export function parseAnnotation(xml: string, place: string): Required<Pick<Item, "size" | "objects">> {
  const invalid = (message: string, cause?: unknown) =>
    dataSetError("ANNOTATION_INVALID", message, { place, cause })
  let parsed: unknown
  try {
    parsed = parser.parse(xml, true)
  } catch (cause) {
    throw invalid(`the file is not XML: ${(cause as Error).message}`, cause)
  }
  const annotation = field(parsed, "annotation")
  if (!isObject(annotation)) throw invalid("the file has no element <annotation>")
  const size = field(annotation, "size")
  const [width, height] = ["width", "height"].map((name) => wholeNumber(field(size, name)))
  if (!(width > 0 && height > 0)) throw invalid("<size> has a width and a height in pixels")
  const objects = field(annotation, "object") ?? []
  if (!Array.isArray(objects) || objects.length > mostObjects)
    throw invalid(`an image has at most ${mostObjects} objects`)
  return {
    size: { width, height },
    objects: objects.map((object: unknown, at): AnnotatedObject => {
      const [label, box] = [field(object, "name"), field(object, "bndbox")]
      const [left, top, right, bottom] = ["xmin", "ymin", "xmax", "ymax"].map((name) =>
        number(field(box, name)),
      )
      if (typeof label !== "string" || label === "") throw invalid(`object ${at + 1} has no <name>`)
      if (!(right >= left && bottom >= top && Number.isFinite(right - left + bottom - top)))
        throw invalid(`object ${at + 1} has no <bndbox> of xmin, ymin, xmax and ymax`)
      return {
        label,
        box: { x: left - 1, y: top - 1, width: right - left + 1, height: bottom - top + 1 },
        ...(field(object, "difficult") === "1" ? { difficult: true } : {}),
      }
    }),
  }
}

function number(text: unknown): number {
  return typeof text === "string" && /^-?\d{1,7}(\.\d{1,20})?$/.test(text.trim()) ? Number(text) : NaN
}

function wholeNumber(text: unknown): number {
  return typeof text === "string" && /^\d{1,7}$/.test(text.trim()) ? Number(text) : NaN
}
