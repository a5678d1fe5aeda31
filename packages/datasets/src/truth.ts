import type { Truth } from "@pami/evaluation"
import type { Item } from "./data-set.ts"

/**
 * Returns the place of the objects of a class in an image, as the metrics of `@pami/evaluation` take it; `undefined` if none
 * is annotated.
 *
 * @param label name of the class
 * @param size of the original image in pixels; default: as annotated
 * @throws RangeError if the size is neither annotated nor given
 * @throws PamiError the errors of `mask` of the item
 */
export async function truthOf(
  item: Item,
  label: string,
  size: { readonly width: number; readonly height: number } | undefined = item.size,
): Promise<Truth | undefined> {
  const boxes = item.objects.filter((object) => object.label === label).map(({ box }) => box)
  if (boxes.length === 0) return undefined
  if (size === undefined)
    throw new RangeError(`the annotations of "${item.id}" do not state its size: give that of the image`)
  const mask = await item.mask?.(label)
  return { width: size.width, height: size.height, boxes, ...(mask === undefined ? {} : { mask }) }
}
