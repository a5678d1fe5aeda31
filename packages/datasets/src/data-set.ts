import type { Box } from "@pami/core"

/** A class of a data set. */
export interface Label {
  /** Name, as the annotations write it: a synset, a word, a number. */
  readonly name: string
  /** Position in the list of classes, from 0, if that is known. */
  readonly index?: number
}

/** An object in an image. */
export interface AnnotatedObject {
  /** Name of its class. */
  readonly label: string
  /** In pixels of the original image. */
  readonly box: Box
  /** Whether the annotators found it hard to recognise (VOC). Default: no. */
  readonly difficult?: boolean
  /** Whether it is a group of objects without a box for each (COCO). Default: no. */
  readonly crowd?: boolean
}

/** An image or a text of a data set, with its annotations. */
export interface Item {
  /** Unique in the data set, the same each time. */
  readonly id: string
  /** Path of the image on the disk. Absent for texts. */
  readonly file?: string
  /** Size of the original image in pixels, if the annotations state it. */
  readonly size?: { readonly width: number; readonly height: number }
  /** The classes of the item. */
  readonly labels: readonly Label[]
  /** The objects of an image. Empty if they are not annotated. */
  readonly objects: readonly AnnotatedObject[]
  /** Sentences about the image. */
  readonly captions?: readonly string[]
  /** Text of the other columns of a table, by name: `{ question: "…" }`. */
  readonly texts?: Readonly<Record<string, string>>
  /**
   * Returns the bytes of the image.
   *
   * @throws PamiError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `FILE_TOO_LARGE`, `PATH_OUTSIDE`, `IMAGE_NOT_GIVEN`
   */
  open(): Promise<Uint8Array>
  /**
   * Returns the pixels of all objects of a class: one byte each, row-major, 1 on an object; `undefined` without annotation.
   * Absent if the data set has boxes only.
   *
   * @throws PamiError `ANNOTATION_INVALID`, and the errors of image files
   */
  mask?(label: string): Promise<Uint8Array | undefined>
}

/** The reason for which an item cannot be used. */
export interface Reason {
  /** Stable name: `"ANNOTATION_INVALID"`. */
  readonly code: string
  /** For people. */
  readonly message: string
  /** File and line, or the number of the annotation. */
  readonly place?: string
}

/** An item with a corrupt or missing annotation or file. */
export interface Failure {
  readonly id: string
  readonly error: Reason
}

/** An item that the caller did not accept. */
export interface Skipped {
  readonly id: string
  readonly skipped: Reason
}

/** An item, or the reason for which it cannot be used: a data set never drops one in silence. */
export type Entry = Item | Failure

/** A data set on the disk. */
export interface DataSet {
  /** Name for people: `"VOC test"`. */
  readonly name: string
  /** Names of the classes in order, if the data set knows all of them in advance. */
  readonly classes?: readonly string[]
  /**
   * Yields the ids of all entries, without reading their annotations.
   *
   * @throws PamiError for files that are missing or of another format as a whole
   */
  ids(): AsyncIterable<string>
  /**
   * Yields the entries of the given ids, in their order. Memory holds a window of them.
   *
   * @param ids default: all, in the order of the data set
   * @throws PamiError as `ids`
   */
  entries(ids?: Iterable<string>): AsyncIterable<Entry>
}

/** Returns whether an entry is an item. */
export function isItem(entry: Entry | Skipped): entry is Item {
  return "open" in entry
}
